package org.postern.programs.sendmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeptBodyTest {
    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void givesAllOfItAgainHoweverFarItWasRead() throws IOException {
        byte[] whole = bytes(10_000);
        for (int read : new int[] {0, 1, 99, 100, 101, 5000, 9999, 10_000}) {
            try (KeptBody body = new KeptBody(new ByteArrayInputStream(whole), 100)) {
                byte[] first = body.fromTheBeginning().readNBytes(read);
                assertThat(first).isEqualTo(Arrays.copyOf(whole, read));
                assertThat(body.fromTheBeginning().readNBytes(read / 2)).isEqualTo(Arrays.copyOf(whole, read / 2));
                assertThat(body.fromTheBeginning().readAllBytes())
                        .as("after " + read)
                        .isEqualTo(whole);
                assertThat(body.fromTheBeginning().readAllBytes()).as("again").isEqualTo(whole);
                assertThat(body.unreadable()).isFalse();
            }
        }
    }

    @Test
    void aSourceThatFailsIsKnown() throws IOException {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("broken");
            }
        };
        try (KeptBody body = new KeptBody(broken, 100)) {
            assertThatThrownBy(() -> body.fromTheBeginning().readAllBytes()).isInstanceOf(IOException.class);
            assertThat(body.unreadable()).isTrue();
        }
    }
}
