package org.postern.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LineEndsTest {
    @Test
    void findsWhatASimpleLoopFinds() {
        Random random = new Random(17);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                if (random.nextInt(10) == 0) {
                    bytes[i] = (byte) random.nextInt(16);
                } else if (bytes[i] == '\n' || bytes[i] == '\r') {
                    bytes[i] = 'x';
                }
            }
            int from = random.nextInt(bytes.length + 1);
            assertThat(LineEnds.next(bytes, from, bytes.length)).isEqualTo(simple(bytes, from));
        }
    }

    private static int simple(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        return at;
    }
}
