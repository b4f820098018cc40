package org.postern.sasl;

import java.util.Arrays;
import java.util.Optional;
import org.postern.base.Ascii;

/// PLAIN (RFC 4616): `[authzid] NUL authcid NUL password`.
final class PlainServer implements ServerMechanism {
    private final ServerBackends backends;
    private final SaslFacts facts;

    PlainServer(ServerBackends backends, SaslFacts facts) {
        this.backends = backends;
        this.facts = facts;
    }

    @Override
    public ServerStep begin(Optional<byte[]> initialResponse) {
        return initialResponse.isPresent() ? respond(initialResponse.get()) : new ServerStep.Challenge(new byte[0]);
    }

    @Override
    public ServerStep respond(byte[] response) {
        int first = nul(response, 0);
        int second = first < 0 ? -1 : nul(response, first + 1);
        if (second < 0) {
            return new ServerStep.Failure(FailureKind.MALFORMED, "Can only find author (no password)", "");
        }
        if (nul(response, second + 1) >= 0) {
            return new ServerStep.Failure(
                    FailureKind.MALFORMED, "Got more data than we were expecting in the PLAIN plugin\\n", "");
        }
        String authorizationId = Ascii.text(response, 0, first);
        String authenticationId = Ascii.text(response, first + 1, second - first - 1);
        Secret password = Secret.of(Arrays.copyOfRange(response, second + 1, response.length));
        if (authorizationId.length() > PlainText.LIMIT) {
            return new ServerStep.Failure(FailureKind.MALFORMED, "authorization id too long", "");
        }
        return PlainText.judge(
                MechanismName.PLAIN,
                backends,
                facts,
                authenticationId,
                authorizationId.isEmpty() ? authenticationId : authorizationId,
                password);
    }

    private static int nul(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                return i;
            }
        }
        return -1;
    }
}
