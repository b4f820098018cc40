package org.postern.sasl;

import java.util.Optional;
import org.postern.base.Ascii;

/// EXTERNAL (RFC 4422 appendix A): the certificate of the TLS connection has said who it is.
final class ExternalServer implements ServerMechanism {
    private final SaslFacts facts;

    ExternalServer(SaslFacts facts) {
        this.facts = facts;
    }

    @Override
    public ServerStep begin(Optional<byte[]> initialResponse) {
        return initialResponse.isPresent() ? respond(initialResponse.get()) : new ServerStep.Challenge(new byte[0]);
    }

    @Override
    public ServerStep respond(byte[] response) {
        if (facts.externalIdentity().isEmpty()) {
            return new ServerStep.Failure(FailureKind.WRONG, "no certificate", "");
        }
        String subject = facts.externalIdentity().get();
        String wanted = Ascii.text(response);
        if (response.length > PlainText.LIMIT || wanted.indexOf('\0') >= 0) {
            return new ServerStep.Failure(FailureKind.MALFORMED, "bad authorization id", subject);
        }
        return new ServerStep.Success(
                new SaslIdentity(MechanismName.EXTERNAL.text(), subject, wanted.isEmpty() ? subject : wanted, 0),
                SecurityLayer.NONE);
    }
}
