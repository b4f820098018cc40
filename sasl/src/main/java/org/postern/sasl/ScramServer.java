package org.postern.sasl;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import org.postern.base.Ascii;

/// SCRAM with either hash, with and without channel binding (RFC 5802, RFC 7677, RFC 9266).
///
/// A user who does not exist gets a salt of his own, the same at each attempt, and fails with the proof only.
final class ScramServer implements ServerMechanism {
    private static final int NONCE = 18;

    private enum State {
        FIRST,
        PROOF,
        SERVER_FINAL,
        OVER
    }

    private final MechanismName name;
    private final ScramHash hash;
    private final boolean plusOffered;
    private final ServerBackends backends;
    private final SaslFacts facts;
    private State state = State.FIRST;
    private String user = "";
    private String authorizationId = "";
    private String gs2Header = "";
    private String firstMessages = "";
    private String nonce = "";
    private Optional<ScramUser> found = Optional.empty();

    /// @param plusOffered true when a form with channel binding of this mechanism was offered
    ScramServer(MechanismName name, boolean plusOffered, ServerBackends backends, SaslFacts facts) {
        this.name = name;
        this.hash = name.scramHash();
        this.plusOffered = plusOffered;
        this.backends = backends;
        this.facts = facts;
    }

    @Override
    public ServerStep begin(Optional<byte[]> initialResponse) {
        return initialResponse.isPresent() ? respond(initialResponse.get()) : new ServerStep.Challenge(new byte[0]);
    }

    @Override
    public ServerStep respond(byte[] response) {
        if (response.length > ScramMessage.LIMIT) {
            return malformed("message too long");
        }
        return switch (state) {
            case FIRST -> first(Ascii.text(response));
            case PROOF -> proof(Ascii.text(response));
            case SERVER_FINAL -> response.length == 0 ? success() : malformed("data after the server's last message");
            case OVER -> malformed("message after the end");
        };
    }

    private ServerStep first(String message) {
        Optional<ScramGs2Header> header = ScramGs2Header.parse(message);
        if (header.isEmpty()) {
            return malformed("Invalid GS2 header");
        }
        Optional<ServerStep> refused = checkBinding(header.get());
        if (refused.isPresent()) {
            return refused.get();
        }
        gs2Header = header.get().text();
        String bare = message.substring(gs2Header.length());
        Optional<ScramMessage> attributes = ScramMessage.parse(bare).filter(parsed -> parsed.beginsWith("nr"));
        Optional<String> typed = attributes.flatMap(parsed -> parsed.value('n')).flatMap(ScramMessage::unescape);
        String clientNonce = attributes.flatMap(parsed -> parsed.value('r')).orElse("");
        if (typed.isEmpty() || typed.get().isEmpty() || clientNonce.isEmpty() || !printable(clientNonce)) {
            return malformed("bad first message");
        }
        user = typed.get();
        authorizationId = header.get().authorizationId();
        found = Optional.of(ScramUser.find(hash, backends, UserName.parse(user, facts.realm())));
        byte[] own = new byte[NONCE];
        backends.random().nextBytes(own);
        nonce = clientNonce + Base64.getEncoder().encodeToString(own);
        ScramKeys keys = found.get().keys();
        String answer = "r=" + nonce + ",s=" + ScramMessage.encode(keys.salt()) + ",i=" + keys.iterations();
        firstMessages = bare + "," + answer;
        state = State.PROOF;
        return new ServerStep.Challenge(Ascii.bytes(answer));
    }

    private Optional<ServerStep> checkBinding(ScramGs2Header header) {
        boolean plus = name.channelBinding();
        if (header.flag() == 'p') {
            boolean fits = plus
                    && facts.binding().isPresent()
                    && facts.binding().get().type().equals(header.bindingType());
            return fits ? Optional.empty() : Optional.of(failure(FailureKind.BAD_BINDING, "channel binding type"));
        }
        // "y" says: I could, but you did not offer it; a lie of somebody between us if we did (RFC 5802 §6)
        if (plus || (header.flag() == 'y' && plusOffered)) {
            return Optional.of(failure(FailureKind.BAD_BINDING, "channel binding expected"));
        }
        return Optional.empty();
    }

    private ServerStep proof(String message) {
        state = State.OVER;
        Optional<ScramMessage> attributes = ScramMessage.parse(message).filter(parsed -> parsed.beginsWith("cr"));
        int end = message.lastIndexOf(",p=");
        Optional<byte[]> proof = attributes.flatMap(parsed -> parsed.bytes('p'));
        Optional<byte[]> binding = attributes.flatMap(parsed -> parsed.bytes('c'));
        if (end < 0 || proof.isEmpty() || binding.isEmpty() || found.isEmpty() || proof.get().length != hash.length()) {
            return malformed("bad final message");
        }
        if (!attributes.flatMap(parsed -> parsed.value('r')).orElse("").equals(nonce)) {
            return failure(FailureKind.WRONG, "nonce mismatch");
        }
        if (!MessageDigest.isEqual(binding.get(), expectedBinding())) {
            return failure(FailureKind.BAD_BINDING, "channel binding data mismatch");
        }
        byte[] authMessage = Ascii.bytes(firstMessages + "," + message.substring(0, end));
        ScramUser known = found.get();
        boolean right = known.keys().proves(hash, proof.get(), authMessage);
        if (known.problem().isPresent()) {
            return failure(known.problem().get(), "unable to canonify user and get auxprops");
        }
        if (!right) {
            return failure(FailureKind.WRONG, "StoredKey mismatch");
        }
        state = State.SERVER_FINAL;
        byte[] signature = hash.mac(known.keys().serverKey().bytes(), authMessage);
        return new ServerStep.Challenge(Ascii.bytes("v=" + ScramMessage.encode(signature)));
    }

    private byte[] expectedBinding() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Ascii.bytes(gs2Header));
        if (name.channelBinding()) {
            facts.binding().ifPresent(binding -> out.writeBytes(binding.data()));
        }
        return out.toByteArray();
    }

    private ServerStep success() {
        state = State.OVER;
        String id = authorizationId.isEmpty() ? user : authorizationId;
        return new ServerStep.Success(new SaslIdentity(name.text(), user, id, 0), SecurityLayer.NONE);
    }

    private static boolean printable(String nonce) {
        return nonce.chars().allMatch(c -> c > ' ' && c < 127);
    }

    private ServerStep malformed(String detail) {
        return failure(FailureKind.MALFORMED, detail);
    }

    private ServerStep failure(FailureKind kind, String detail) {
        state = State.OVER;
        return new ServerStep.Failure(kind, detail, user);
    }
}
