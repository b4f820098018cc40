package org.postern.sasl;

import java.util.Optional;
import org.postern.base.PeerText;

/// What PLAIN and LOGIN have in common: a name and a password that came as they are.
final class PlainText {
    /// The longest name and the longest password that are looked at, in bytes (RFC 4616 §2 allows 255
    /// characters).
    static final int LIMIT = 1024;

    private PlainText() {}

    static ServerStep judge(
            MechanismName mechanism,
            ServerBackends backends,
            SaslFacts facts,
            String authenticationId,
            String authorizationId,
            Secret password) {
        Optional<String> wrong = unusable(authenticationId, password);
        if (wrong.isPresent()) {
            return new ServerStep.Failure(FailureKind.MALFORMED, wrong.get(), authenticationId);
        }
        UserName user = UserName.parse(authenticationId, facts.realm());
        return switch (backends.check(user, password, facts)) {
            case PasswordVerdict.Right _ ->
                new ServerStep.Success(
                        new SaslIdentity(mechanism.text(), authenticationId, authorizationId, 0), SecurityLayer.NONE);
            case PasswordVerdict.Refused(FailureKind kind, String detail) ->
                new ServerStep.Failure(kind, PeerText.escape(detail, PeerText.LOG_LIMIT), authenticationId);
        };
    }

    private static Optional<String> unusable(String name, Secret password) {
        if (name.isEmpty() || name.length() > LIMIT || password.length() == 0 || password.length() > LIMIT) {
            return Optional.of("name or password empty or too long");
        }
        return name.chars().anyMatch(c -> c < ' ' || c == 127)
                ? Optional.of("control character in name")
                : Optional.empty();
    }
}
