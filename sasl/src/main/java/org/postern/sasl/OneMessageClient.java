package org.postern.sasl;

import java.util.Arrays;
import java.util.Optional;
import org.postern.base.Ascii;

/// A client that has all said with its first message: EXTERNAL (RFC 4422 appendix A), ANONYMOUS (RFC 4505), PLAIN
/// (RFC 4616, with both ids, as sendmail sends it).
final class OneMessageClient implements ClientMechanism {
    private final MechanismName name;
    private final Secret message;

    private OneMessageClient(MechanismName name, byte[] message) {
        this.name = name;
        this.message = Secret.of(message);
    }

    static ClientMechanism external(Credentials credentials) {
        return new OneMessageClient(MechanismName.EXTERNAL, Ascii.bytes(credentials.user()));
    }

    static ClientMechanism anonymous(Credentials credentials) {
        return new OneMessageClient(MechanismName.ANONYMOUS, Ascii.bytes(credentials.authenticationId()));
    }

    static ClientMechanism plain(Credentials credentials) {
        byte[] names = Ascii.bytes(credentials.user() + '\0' + credentials.authenticationId() + '\0');
        byte[] password = credentials.password().bytes();
        byte[] all = Arrays.copyOf(names, names.length + password.length);
        System.arraycopy(password, 0, all, names.length, password.length);
        return new OneMessageClient(MechanismName.PLAIN, all);
    }

    @Override
    public String name() {
        return name.text();
    }

    @Override
    public Optional<byte[]> initialResponse() {
        return Optional.of(message.bytes());
    }

    @Override
    public ClientAnswer respond(byte[] challenge) {
        return new ClientAnswer.GiveUp("challenge after the only message of " + name.text());
    }

    @Override
    public ClientVerdict succeeded() {
        return new ClientVerdict.Authenticated();
    }
}
