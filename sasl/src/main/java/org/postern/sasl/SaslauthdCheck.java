package org.postern.sasl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.postern.base.Ascii;
import org.postern.base.PeerText;

/// Asks saslauthd: name, password, service and realm, each with its length in two bytes; the answer begins with
/// `OK` or `NO`.
public final class SaslauthdCheck implements PasswordCheck {
    private static final int MAX_ANSWER = 1024;

    private final String socket;
    private final Duration patience;

    /// @param socket the path of the socket (`mux`)
    /// @param patience how long an answer may take
    public SaslauthdCheck(String socket, Duration patience) {
        this.socket = socket;
        this.patience = patience;
    }

    @Override
    public PasswordVerdict check(UserName user, Secret password, SaslFacts facts) {
        // saslauthd takes what was typed: the name alone when the realm is the usual one
        boolean usual = Ascii.sameIgnoringCase(user.realm(), facts.realm());
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        counted(request, Ascii.bytes(user.name()));
        counted(request, password.bytes());
        counted(request, Ascii.bytes(facts.service()));
        counted(request, usual ? new byte[0] : Ascii.bytes(user.realm()));
        try (LocalService service = LocalService.open(socket, patience)) {
            service.write(request.toByteArray());
            byte[] length = service.read(2);
            int size = (length[0] & 0xff) << 8 | (length[1] & 0xff);
            if (size > MAX_ANSWER) {
                return unavailable("a long answer of saslauthd");
            }
            String answer = Ascii.text(service.read(size));
            if (answer.startsWith("OK")) {
                return new PasswordVerdict.Right();
            }
            return answer.startsWith("NO")
                    ? new PasswordVerdict.Refused(FailureKind.WRONG, "Password verification failed")
                    : unavailable("saslauthd said " + PeerText.escape(answer, 64));
        } catch (IOException failed) {
            return unavailable("cannot connect to saslauthd server: " + failed.getMessage());
        }
    }

    private static PasswordVerdict unavailable(String why) {
        return new PasswordVerdict.Refused(FailureKind.UNAVAILABLE, why);
    }

    private static void counted(ByteArrayOutputStream out, byte[] bytes) {
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }
}
