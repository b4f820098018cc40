package org.postern.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessListTest {
    @TempDir
    private Path scratch;

    private static byte[] list(int... numbers) {
        ByteBuffer out = ByteBuffer.allocate(4 + numbers.length / 3 * 8).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(2);
        for (int at = 0; at < numbers.length; at += 3) {
            out.putShort((short) numbers[at]).putShort((short) numbers[at + 1]).putInt(numbers[at + 2]);
        }
        return out.array();
    }

    @Test
    void theMaskLimitsWhoIsNamed() {
        AccessList read = AccessList.parse(list(1, 6, -1, 2, 7, 1001, 4, 4, -1, 8, 6, 50, 16, 5, -1, 32, 4, -1));
        assertThat(read.entries())
                .containsExactly(new AccessList.Entry(false, 1001, 5), new AccessList.Entry(true, 50, 4));
        assertThat(AccessList.parse(new byte[] {1, 0, 0, 0}).entries()).isEmpty();
        assertThat(AccessList.parse(new byte[3]).entries()).isEmpty();
    }

    @Test
    void aFileWithoutAListHasNone() throws Exception {
        Path file = Files.createFile(scratch.resolve("plain"));
        assertThat(AccessList.of(file.toString()).entries()).isEmpty();
        assertThat(AccessList.ofNewFiles(scratch.toString()).entries()).isEmpty();
        assertThat(AccessList.of(scratch.resolve("missing").toString()).entries())
                .isEmpty();
    }
}
