package org.postern.sasl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.postern.base.Ascii;

/// Asks the daemon pwcheck of SASL 1: name and password, each with a NUL behind it; the answer is `OK` or a reason.
public final class PwcheckCheck implements PasswordCheck {
    private final String socket;
    private final Duration patience;

    /// @param socket the path of the socket
    /// @param patience how long an answer may take
    public PwcheckCheck(String socket, Duration patience) {
        this.socket = socket;
        this.patience = patience;
    }

    @Override
    public PasswordVerdict check(UserName user, Secret password, SaslFacts facts) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(Ascii.bytes(user.name()));
        request.write(0);
        request.writeBytes(password.bytes());
        request.write(0);
        if (user.name().indexOf('\0') >= 0 || Ascii.text(password.bytes()).indexOf('\0') >= 0) {
            return new PasswordVerdict.Refused(FailureKind.MALFORMED, "NUL in name or password");
        }
        try (LocalService service = LocalService.open(socket, patience)) {
            service.write(request.toByteArray());
            return Ascii.text(service.read(2)).equals("OK")
                    ? new PasswordVerdict.Right()
                    : new PasswordVerdict.Refused(FailureKind.WRONG, "Password verification failed");
        } catch (IOException failed) {
            return new PasswordVerdict.Refused(
                    FailureKind.UNAVAILABLE, "cannot connect to pwcheck server: " + failed.getMessage());
        }
    }
}
