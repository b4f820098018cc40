package org.postern.queue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.postern.base.Clock;
import org.postern.mail.QueueId;

/// Makes the names of messages as sendmail 8.17 does: two characters each of year and month to second in Greenwich
/// time, two characters of sequence, six digits of the process number.
///
/// One process number has 3600 names in a second. When more are needed in the same second, the process goes on with
/// other numbers, so that up to ten times as many are unique; then with the next second. A process never uses the
/// second in which it started, so that it cannot meet the names of a predecessor that had the same number.
final class QueueIds {
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwx";
    private static final int BASE = 60;
    private static final int SEQUENCES = BASE * BASE;
    private static final int NUMBERS = 10;
    private static final long NUMBER_STEP = 100_003;
    private static final long NUMBER_LIMIT = 1_000_000;

    private final Clock clock;
    private final long process;
    private long second;
    private int used;
    private String prefix = "";

    QueueIds(Clock clock, long process) {
        this.clock = clock;
        this.process = process;
        begin(clock.epochSeconds() + 1);
    }

    /// A name that this process has not given before.
    synchronized QueueId next() {
        long now = clock.epochSeconds();
        if (now > second) {
            begin(now);
        } else if (used == SEQUENCES * NUMBERS) {
            begin(second + 1);
        }
        int sequence = used % SEQUENCES;
        long number = process;
        int round = used / SEQUENCES;
        if (round > 0) {
            number = (process + round * NUMBER_STEP) % NUMBER_LIMIT;
        }
        used++;
        String digits = Long.toString(number);
        return new QueueId(prefix
                + letter(sequence / BASE)
                + letter(sequence % BASE)
                + "0".repeat(Math.max(0, 6 - digits.length()))
                + digits);
    }

    private void begin(long newSecond) {
        second = newSecond;
        used = 0;
        ZonedDateTime time = Instant.ofEpochSecond(newSecond).atZone(ZoneOffset.UTC);
        prefix = "" + letter((time.getYear() - 1900) % BASE) + letter(time.getMonthValue() - 1)
                + letter(time.getDayOfMonth()) + letter(time.getHour()) + letter(time.getMinute())
                + letter(time.getSecond());
    }

    private static char letter(int value) {
        return ALPHABET.charAt(Math.floorMod(value, BASE));
    }
}
