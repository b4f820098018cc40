package org.postern.sasl;

import java.util.Optional;

/// CRAM-MD5 (RFC 2195): one answer to one challenge.
final class CramMd5Client implements ClientMechanism {
    private static final int MAX_CHALLENGE = 2048;

    private final Credentials credentials;
    private boolean answered;

    CramMd5Client(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public String name() {
        return MechanismName.CRAM_MD5.text();
    }

    @Override
    public Optional<byte[]> initialResponse() {
        return Optional.empty();
    }

    @Override
    public ClientAnswer respond(byte[] challenge) {
        if (answered || challenge.length == 0 || challenge.length > MAX_CHALLENGE) {
            return new ClientAnswer.GiveUp("bad challenge of CRAM-MD5");
        }
        answered = true;
        return new ClientAnswer.Send(
                CramMd5.response(credentials.authenticationId(), credentials.password(), challenge));
    }

    @Override
    public ClientVerdict succeeded() {
        return answered
                ? new ClientVerdict.Authenticated()
                : new ClientVerdict.NotProved("success without a challenge of CRAM-MD5");
    }
}
