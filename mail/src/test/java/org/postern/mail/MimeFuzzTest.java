package org.postern.mail;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/// Any message: what is made for a host that knows 7 bits has 7 bits, and the way back never fails.
final class MimeFuzzTest {
    private static final int MOST_GROWTH = 8;
    private static final int ROOM = 4000;

    @FuzzTest
    void toSevenBit(byte[] message) throws IOException {
        MimeToSevenBit plan = MimeToSevenBit.plan(MimeRules.standard("here"), new ByteArrayInputStream(message));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        plan.write(new ByteArrayInputStream(message), out);
        if (out.size() > MOST_GROWTH * message.length + ROOM) {
            throw new AssertionError(message.length + " bytes became " + out.size());
        }
    }

    @FuzzTest
    void toEightBit(byte[] message) throws IOException {
        int end = Math.min(message.length, 200);
        byte[] header = java.util.Arrays.copyOf(message, end);
        Optional<MimeToEightBit> plan = MimeToEightBit.of(header, "here");
        if (plan.isPresent()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            plan.get().write(new ByteArrayInputStream(message, end, message.length - end), out);
            if (out.size() > message.length + ROOM) {
                throw new AssertionError(message.length + " bytes became " + out.size());
            }
        }
    }
}
