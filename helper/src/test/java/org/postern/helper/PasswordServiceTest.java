package org.postern.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest.CheckPassword;
import org.postern.helperwire.PasswordState;
import org.postern.testkit.FakeClock;

/// What trying passwords costs.
final class PasswordServiceTest {
    private static final CheckPassword QUESTION = new CheckPassword("alice", "exam.test", "secret");

    private final List<Duration> pauses = new ArrayList<>();

    private HelperAnswer ask(PasswordAuthority.Answer answer) {
        return new PasswordService(_ -> answer, new FakeClock(), pauses::add).check(QUESTION);
    }

    @ParameterizedTest
    @EnumSource(PasswordState.class)
    void allThatIsNotRightTakesTheSameTime(PasswordState state) {
        assertThat(ask(new PasswordAuthority.Answer.Judged(state))).isEqualTo(new HelperAnswer.PasswordJudged(state));
        assertThat(pauses).isEqualTo(state == PasswordState.RIGHT ? List.of() : List.of(Duration.ofSeconds(1)));
    }

    @Test
    void withoutAMethodInItsOwnConfigurationTheHelperSaysNothing() {
        assertThat(new PasswordService(PasswordAuthority.NONE, new FakeClock(), pauses::add).check(QUESTION))
                .isInstanceOf(HelperAnswer.Refused.class);
        assertThat(ask(new PasswordAuthority.Answer.NotNow("no shadow"))).isInstanceOf(HelperAnswer.Temporary.class);
    }

    @Test
    void thePasswordIsInNoText() {
        assertThat(QUESTION.toString()).doesNotContain("secret");
    }
}
