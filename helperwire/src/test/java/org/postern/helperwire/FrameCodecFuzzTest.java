package org.postern.helperwire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.util.Arrays;

/// Any bytes: reading ends, and what makes sense is written as it was read.
final class FrameCodecFuzzTest {
    @FuzzTest
    void anyBytes(byte[] input) {
        ByteArrayInputStream in = new ByteArrayInputStream(input);
        for (int i = 0; i <= input.length; i++) {
            int before = in.available();
            if (!(FrameCodec.read(in) instanceof Reading.Whole(Frame frame))) {
                continue;
            }
            int start = input.length - before;
            byte[] original = Arrays.copyOfRange(input, start, input.length - in.available());
            byte[] again = FrameCodec.encode(frame);
            // The text of an answer is escaped when it is read; everything else is byte for byte the same.
            if (!(frame instanceof Frame.Answer) && !Arrays.equals(original, again)) {
                throw new IllegalStateException("written differently: " + frame);
            }
            if (!FrameCodec.read(new ByteArrayInputStream(again)).equals(new Reading.Whole(frame))) {
                throw new IllegalStateException("read differently: " + frame);
            }
        }
    }
}
