package org.postern.sasl;

import java.security.MessageDigest;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.Clock;

/// CRAM-MD5 (RFC 2195): the server's challenge, then `user SP hex`.
final class CramMd5Server implements ServerMechanism {
    private static final int DIGEST = 32;

    private final ServerBackends backends;
    private final SaslFacts facts;
    private final byte[] challenge;

    CramMd5Server(ServerBackends backends, SaslFacts facts, Clock clock) {
        this.backends = backends;
        this.facts = facts;
        long random = backends.random().nextLong() >>> 1;
        challenge = Ascii.bytes("<" + random + "." + clock.epochSeconds() + "@" + facts.realm() + ">");
    }

    @Override
    public ServerStep begin(Optional<byte[]> initialResponse) {
        return initialResponse.isPresent()
                ? new ServerStep.Failure(FailureKind.MALFORMED, "CRAM-MD5 does not allow initial data", "")
                : new ServerStep.Challenge(challenge);
    }

    @Override
    public ServerStep respond(byte[] response) {
        String text = Ascii.text(response);
        int blank = text.lastIndexOf(' ');
        if (blank < 1 || blank > PlainText.LIMIT || text.length() - blank - 1 != DIGEST || text.indexOf('\0') >= 0) {
            return new ServerStep.Failure(FailureKind.MALFORMED, "need authentication name", "");
        }
        String name = text.substring(0, blank);
        UserName user = UserName.parse(name, facts.realm());
        PlainSecretLookup lookup = PlainSecretLookup.of(backends, user);
        byte[] expected = Ascii.bytes(CramMd5.digest(lookup.secret(), challenge));
        boolean right = MessageDigest.isEqual(expected, Ascii.bytes(Ascii.lower(text.substring(blank + 1))));
        if (lookup.problem().isPresent()) {
            return new ServerStep.Failure(
                    lookup.problem().get(),
                    "user: " + user.full() + " property: cmusaslsecretCRAM-MD5 not found in sasldb",
                    name);
        }
        return right
                ? new ServerStep.Success(
                        new SaslIdentity(MechanismName.CRAM_MD5.text(), name, name, 0), SecurityLayer.NONE)
                : new ServerStep.Failure(FailureKind.WRONG, "incorrect digest response", name);
    }
}
