package org.postern.sasl;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.ChannelBinding;

/// SCRAM as a client: it believes a server only that has proved to know the password's keys.
final class ScramClient implements ClientMechanism {
    private static final int NONCE = 18;
    /// More rounds than this only cost us time (RFC 7677 names 4096; servers use up to some 100,000).
    private static final int MAX_ITERATIONS = 1_000_000;

    private enum State {
        START,
        FIRST_SENT,
        PROOF_SENT,
        PROVED
    }

    private final MechanismName name;
    private final ScramHash hash;
    private final Credentials credentials;
    private final String gs2Header;
    private final byte[] bindingData;
    private final String nonce;
    private State state = State.START;
    private byte[] expectedSignature = new byte[0];

    /// @param plusOffered true when the server offers the form with channel binding
    ScramClient(
            MechanismName name, boolean plusOffered, Credentials credentials, SaslFacts facts, SecureRandom random) {
        this.name = name;
        this.hash = name.scramHash();
        this.credentials = credentials;
        Optional<ChannelBinding> binding = name.channelBinding() ? facts.binding() : Optional.empty();
        String without = facts.binding().isPresent() && !plusOffered ? "y" : "n";
        String flag = binding.map(bound -> "p=" + bound.type()).orElse(without);
        gs2Header = flag + ",a=" + ScramMessage.escape(credentials.user()) + ",";
        bindingData = binding.map(ChannelBinding::data).orElse(new byte[0]);
        byte[] bytes = new byte[NONCE];
        random.nextBytes(bytes);
        nonce = Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public String name() {
        return name.text();
    }

    private String bareFirst() {
        return "n=" + ScramMessage.escape(credentials.authenticationId()) + ",r=" + nonce;
    }

    @Override
    public Optional<byte[]> initialResponse() {
        state = State.FIRST_SENT;
        return Optional.of(Ascii.bytes(gs2Header + bareFirst()));
    }

    @Override
    public ClientAnswer respond(byte[] challenge) {
        String message = Ascii.text(challenge);
        return switch (state) {
            case FIRST_SENT -> proof(message);
            case PROOF_SENT -> verify(message);
            case START, PROVED -> new ClientAnswer.GiveUp("challenge at the wrong time");
        };
    }

    private ClientAnswer proof(String message) {
        Optional<ScramMessage> attributes = ScramMessage.parse(message).filter(parsed -> parsed.beginsWith("rsi"));
        String both = attributes.flatMap(parsed -> parsed.value('r')).orElse("");
        Optional<byte[]> salt = attributes.flatMap(parsed -> parsed.bytes('s'));
        int iterations = attributes
                .flatMap(parsed -> parsed.value('i'))
                .filter(text -> text.matches("[1-9][0-9]{0,6}"))
                .map(Integer::parseInt)
                .orElse(0);
        boolean fits = both.startsWith(nonce) && both.length() > nonce.length() && salt.isPresent();
        if (!fits || iterations < 1 || iterations > MAX_ITERATIONS) {
            return new ClientAnswer.GiveUp("bad first message of the server");
        }
        byte[] password = SaslPrep.password(credentials.password()).bytes();
        byte[] salted = hash.salted(password, salt.get(), iterations);
        byte[] clientKey = hash.mac(salted, ascii("Client Key"));
        String withoutProof = "c=" + ScramMessage.encode(channel()) + ",r=" + both;
        byte[] authMessage = Ascii.bytes(bareFirst() + "," + message + "," + withoutProof);
        byte[] proof = hash.mac(hash.hash(clientKey), authMessage);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= clientKey[i];
        }
        expectedSignature = hash.mac(hash.mac(salted, ascii("Server Key")), authMessage);
        state = State.PROOF_SENT;
        return new ClientAnswer.Send(Ascii.bytes(withoutProof + ",p=" + ScramMessage.encode(proof)));
    }

    private byte[] channel() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Ascii.bytes(gs2Header));
        out.writeBytes(bindingData);
        return out.toByteArray();
    }

    private ClientAnswer verify(String message) {
        Optional<byte[]> signature = ScramMessage.parse(message).flatMap(parsed -> parsed.bytes('v'));
        if (signature.isEmpty() || !MessageDigest.isEqual(signature.get(), expectedSignature)) {
            return new ClientAnswer.GiveUp("the server did not prove that it knows the password");
        }
        state = State.PROVED;
        return new ClientAnswer.Send(new byte[0]);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public ClientVerdict succeeded() {
        return state == State.PROVED
                ? new ClientVerdict.Authenticated()
                : new ClientVerdict.NotProved("the server did not prove that it knows the password");
    }
}
