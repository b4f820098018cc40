package org.postern.programs.control;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import org.postern.base.Ascii;

/// Any request to the daemon's own socket: refused, or understood as it would be written again.
final class ControlFuzzTest {
    @FuzzTest
    void anyLine(byte[] input) {
        Optional<ControlRequest> request = ControlRequest.parse(Ascii.text(input));
        if (request.isPresent() && !ControlRequest.parse(request.get().line()).equals(request)) {
            throw new AssertionError(
                    request + " became " + ControlRequest.parse(request.get().line()));
        }
    }
}
