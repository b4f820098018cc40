package org.postern.smtp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.postern.base.Ascii;

/// A next hop that says anything, by SMTP and by LMTP: the session ends, every recipient has a result, and no line
/// that goes out holds the end of a line within.
final class ClientFuzzTest {
    private static final int MOST_STEPS = 2000;

    @FuzzTest
    void smtp(byte[] input) {
        talk(input, EnumSet.of(ClientSettings.Mode.CHUNKING));
    }

    @FuzzTest
    void lmtp(byte[] input) {
        talk(input, EnumSet.of(ClientSettings.Mode.LMTP));
    }

    private static void talk(byte[] input, Set<ClientSettings.Mode> modes) {
        ClientSession session =
                new ClientSession(new ClientSettings("mx.exam.test", "mx.exam.test", "m.test.", modes, 10));
        List<OutgoingRecipient> recipients =
                List.of(OutgoingRecipient.of("a@b.test"), OutgoingRecipient.of("c@d.test"));
        session.send(OutgoingMessage.of("x@exam.test", recipients, 100_000));
        int at = 0;
        boolean finished = false;
        for (int step = 0; step < MOST_STEPS; step++) {
            switch (session.next()) {
                case ClientStep.Send(String text) -> lines(text);
                case ClientStep.NeedReply(ClientPhase _) -> {
                    if (at >= input.length) {
                        session.connectionLost();
                    } else {
                        int length = Math.min(1 + (input[at] & 63), input.length - at);
                        session.input(input, at, length);
                        at += length;
                    }
                }
                case ClientStep.SendBody(OutgoingMessage _, boolean chunked, boolean _) -> {
                    if (chunked) {
                        session.chunksSent(1);
                    } else {
                        session.bodySent();
                    }
                }
                case ClientStep.StartTls(), ClientStep.StartLayer() -> throw new AssertionError("nobody asked for it");
                case ClientStep.Finished done -> {
                    finished = true;
                    if (done.results().size() != recipients.size()) {
                        throw new AssertionError("results " + done.results());
                    }
                }
                case ClientStep.Idle(), ClientStep.Close() -> {
                    if (!finished) {
                        throw new AssertionError("it ends without results");
                    }
                    return;
                }
            }
        }
        throw new AssertionError("it never ends");
    }

    private static void lines(String text) {
        for (String line : text.split("\r\n", -1)) {
            if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0 || line.indexOf('\0') >= 0) {
                throw new AssertionError("sent: " + Ascii.text(Ascii.bytes(line)));
            }
        }
    }
}
