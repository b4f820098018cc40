package org.postern.sasl;

import java.util.Optional;

/// ANONYMOUS (RFC 4505): everybody is `anonymous`; the trace text is not used.
final class AnonymousServer implements ServerMechanism {
    private static final String NAME = "anonymous";
    private static final int LIMIT = 1024;

    @Override
    public ServerStep begin(Optional<byte[]> initialResponse) {
        return initialResponse.isPresent() ? respond(initialResponse.get()) : new ServerStep.Challenge(new byte[0]);
    }

    @Override
    public ServerStep respond(byte[] response) {
        if (response.length > LIMIT) {
            return new ServerStep.Failure(FailureKind.MALFORMED, "trace text too long", NAME);
        }
        return new ServerStep.Success(
                new SaslIdentity(MechanismName.ANONYMOUS.text(), NAME, NAME, 0), SecurityLayer.NONE);
    }
}
