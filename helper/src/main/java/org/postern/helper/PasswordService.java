package org.postern.helper;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.postern.base.Clock;
import org.postern.base.SysExit;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;
import org.postern.helperwire.PasswordState;

/// Bounds what the network process can try out: few passwords at once, and a wrong one, whatever is wrong with it,
/// takes a second at least.
final class PasswordService {
    /// Waits.
    @FunctionalInterface
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    private static final int AT_ONCE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration WRONG = Duration.ofSeconds(1);

    private final PasswordAuthority authority;
    private final Clock clock;
    private final Pause pause;
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    PasswordService(PasswordAuthority authority, Clock clock, Pause pause) {
        this.authority = authority;
        this.clock = clock;
        this.pause = pause;
    }

    HelperAnswer check(HelperRequest.CheckPassword request) {
        try {
            if (!places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return later("too many passwords at once");
            }
            try {
                return inPlace(request);
            } finally {
                places.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return later("interrupted");
        }
    }

    private HelperAnswer inPlace(HelperRequest.CheckPassword request) throws InterruptedException {
        long begun = clock.nanoTime();
        return switch (authority.judge(request)) {
            case PasswordAuthority.Answer.Judged(PasswordState state) -> {
                long left = WRONG.toNanos() - (clock.nanoTime() - begun);
                if (state != PasswordState.RIGHT && left > 0) {
                    pause.of(Duration.ofNanos(left));
                }
                yield new HelperAnswer.PasswordJudged(state);
            }
            case PasswordAuthority.Answer.NotNow(String why) -> later(why);
            case PasswordAuthority.Answer.NotAsked() ->
                new HelperAnswer.Refused("pwcheck_method does not ask for passwords of this system");
        };
    }

    private static HelperAnswer later(String why) {
        return new HelperAnswer.Temporary(SysExit.TEMPORARY_FAILURE, "4.7.0", why);
    }
}
