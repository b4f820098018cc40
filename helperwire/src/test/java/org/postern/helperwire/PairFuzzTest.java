package org.postern.helperwire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Duration;

/// Whatever the network process writes on the pair: the helper's side ends, and says nothing but whole frames.
final class PairFuzzTest {
    private static final PairLimits LIMITS = new PairLimits(2, 4096, 20_000, 5, Duration.ofSeconds(30));

    @FuzzTest
    void anyBytes(byte[] input) {
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        HelperPair pair = new HelperPair(new ByteArrayInputStream(input), answers);
        new HelperServer(pair, LIMITS, (_, message, _) -> {
                    message.readAllBytes();
                    return new HelperAnswer.Delivered("2.1.5", "Sent");
                })
                .serve();
        InputStream said = new ByteArrayInputStream(answers.toByteArray());
        while (true) {
            switch (FrameCodec.read(said)) {
                case Reading.Whole _ -> {}
                case Reading.Ended() -> {
                    return;
                }
                case Reading.Malformed _, Reading.Broken _ -> throw new AssertionError("not a frame");
            }
        }
    }
}
