package org.postern.sasl;

import java.util.Optional;
import org.postern.base.Ascii;

/// LOGIN (draft-murchison-sasl-login): asks for the name, then for the password; the name may come at once, as
/// Cyrus takes it.
final class LoginServer implements ServerMechanism {
    private final ServerBackends backends;
    private final SaslFacts facts;
    private Optional<String> name = Optional.empty();

    LoginServer(ServerBackends backends, SaslFacts facts) {
        this.backends = backends;
        this.facts = facts;
    }

    @Override
    public ServerStep begin(Optional<byte[]> initialResponse) {
        boolean named = initialResponse.filter(name -> name.length > 0).isPresent();
        return named ? respond(initialResponse.get()) : new ServerStep.Challenge(Ascii.bytes("Username:"));
    }

    @Override
    public ServerStep respond(byte[] response) {
        if (name.isPresent()) {
            return asCheckpass(
                    PlainText.judge(MechanismName.LOGIN, backends, facts, name.get(), name.get(), Secret.of(response)));
        }
        if (response.length > PlainText.LIMIT) {
            return new ServerStep.Failure(FailureKind.MALFORMED, "name too long", "");
        }
        name = Optional.of(Ascii.text(response));
        return new ServerStep.Challenge(Ascii.bytes("Password:"));
    }

    /// Cyrus has other words for the log here than with PLAIN.
    private static ServerStep asCheckpass(ServerStep step) {
        return step instanceof ServerStep.Failure failure
                        && (failure.kind() == FailureKind.WRONG || failure.kind() == FailureKind.NO_USER)
                ? new ServerStep.Failure(failure.kind(), "checkpass failed", failure.user())
                : step;
    }
}
