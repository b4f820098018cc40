package org.postern.sasl;

import java.util.Optional;
import org.postern.base.Ascii;

/// LOGIN: the name to the first challenge, the password to the second, whatever they say.
final class LoginClient implements ClientMechanism {
    private final Credentials credentials;
    private int challenges;

    LoginClient(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public String name() {
        return MechanismName.LOGIN.text();
    }

    @Override
    public Optional<byte[]> initialResponse() {
        return Optional.empty();
    }

    @Override
    public ClientAnswer respond(byte[] challenge) {
        challenges++;
        return switch (challenges) {
            case 1 -> new ClientAnswer.Send(Ascii.bytes(credentials.authenticationId()));
            case 2 -> new ClientAnswer.Send(credentials.password().bytes());
            default -> new ClientAnswer.GiveUp("third challenge of LOGIN");
        };
    }

    @Override
    public ClientVerdict succeeded() {
        return challenges == 2
                ? new ClientVerdict.Authenticated()
                : new ClientVerdict.NotProved("success before the password was asked for");
    }
}
