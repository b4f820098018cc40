package org.postern.sasl;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;

/// DIGEST-MD5 as a client (RFC 2831): takes the strongest layer that both sides have, as sendmail does.
final class DigestMd5Client implements ClientMechanism {
    private enum State {
        START,
        ANSWERED,
        PROVED
    }

    /// What the client takes of a challenge.
    private record Choice(String qop, Optional<DigestCipher> cipher) {}

    private final Credentials credentials;
    private final SaslFacts facts;
    private final DigestOffer permitted;
    private final String clientNonce;
    private State state = State.START;
    private String expectedProof = "";
    private SecurityLayer layer = SecurityLayer.NONE;
    private int strength;

    /// @param layerLimit the strongest layer that may be negotiated, in bits
    DigestMd5Client(Credentials credentials, SaslFacts facts, int layerLimit, SecureRandom random) {
        this.credentials = credentials;
        this.facts = facts;
        this.permitted = DigestOffer.upTo(layerLimit);
        byte[] bytes = new byte[18];
        random.nextBytes(bytes);
        clientNonce = HexFormat.of().formatHex(bytes);
    }

    @Override
    public String name() {
        return MechanismName.DIGEST_MD5.text();
    }

    @Override
    public Optional<byte[]> initialResponse() {
        return Optional.empty();
    }

    @Override
    public ClientAnswer respond(byte[] challenge) {
        Optional<DigestDirectives> parsed = DigestDirectives.parse(challenge);
        if (parsed.isEmpty()) {
            return new ClientAnswer.GiveUp("bad challenge of DIGEST-MD5");
        }
        return switch (state) {
            case START -> answer(parsed.get());
            case ANSWERED -> verify(parsed.get());
            case PROVED -> new ClientAnswer.GiveUp("challenge after the end of DIGEST-MD5");
        };
    }

    private ClientAnswer answer(DigestDirectives challenge) {
        String nonce = challenge.value("nonce").orElse("");
        String algorithm = challenge.value("algorithm").orElse("");
        Optional<Choice> choice = choose(challenge);
        int peerMaxBuffer = maxBuffer(challenge);
        boolean fits = !nonce.isEmpty() && challenge.once("nonce", "algorithm", "maxbuf", "charset", "cipher", "qop");
        if (!fits || !algorithm.equals("md5-sess") || choice.isEmpty() || peerMaxBuffer < DigestLayer.SMALLEST_BUFFER) {
            return new ClientAnswer.GiveUp("bad challenge of DIGEST-MD5");
        }
        boolean utf8 = challenge.value("charset").isPresent();
        String realm = realm(challenge.all("realm"));
        String user = credentials.authenticationId();
        String authorizationId = credentials.user().equals(user) ? "" : credentials.user();
        String text = "username=" + DigestDirectives.quote(user) + ",realm=" + DigestDirectives.quote(realm)
                + ",nonce=" + DigestDirectives.quote(nonce) + ",cnonce=\"" + clientNonce + "\",nc=00000001,qop="
                + choice.get().qop()
                + choice.get()
                        .cipher()
                        .map(cipher -> ",cipher=" + cipher.text())
                        .orElse("")
                + ",maxbuf=" + DigestOffer.MAX_BUFFER + ",digest-uri="
                + DigestDirectives.quote(facts.service() + "/" + facts.hostName());
        DigestDirectives own = DigestDirectives.parse(Ascii.bytes(text))
                .orElseThrow(() -> new IllegalStateException("own message does not parse"));
        DigestFormula formula = DigestFormula.of(user, realm, credentials.password(), authorizationId, utf8, own);
        expectedProof = formula.serverResponse();
        strength = DigestOffer.strength(choice.get().qop(), choice.get().cipher());
        if (strength > 0) {
            layer = DigestLayer.of(false, formula.ha1(), choice.get().cipher(), peerMaxBuffer, DigestOffer.MAX_BUFFER);
        }
        state = State.ANSWERED;
        return new ClientAnswer.Send(Ascii.bytes(text + ",response=" + formula.response()
                + (utf8 ? ",charset=utf-8" : "")
                + (authorizationId.isEmpty() ? "" : ",authzid=" + DigestDirectives.quote(authorizationId))));
    }

    private String realm(List<String> offered) {
        return credentials.realm().orElseGet(() -> offered.isEmpty() ? facts.hostName() : offered.getFirst());
    }

    private static int maxBuffer(DigestDirectives challenge) {
        String text = challenge.value("maxbuf").orElse("65536");
        return text.matches("[0-9]{1,9}") ? Math.min(Integer.parseInt(text), 65536) : 0;
    }

    private Optional<Choice> choose(DigestDirectives challenge) {
        List<String> qops = words(challenge.value("qop").orElse(DigestOffer.AUTH));
        List<String> ciphers = words(challenge.value("cipher").orElse(""));
        Optional<DigestCipher> strongest = permitted.ciphers().stream()
                .filter(cipher -> ciphers.contains(cipher.text()))
                .max(Comparator.comparingInt(DigestCipher::strength));
        if (strongest.isPresent() && both(qops, DigestOffer.CONFIDENTIALITY)) {
            return Optional.of(new Choice(DigestOffer.CONFIDENTIALITY, strongest));
        }
        if (both(qops, DigestOffer.INTEGRITY)) {
            return Optional.of(new Choice(DigestOffer.INTEGRITY, Optional.empty()));
        }
        return both(qops, DigestOffer.AUTH)
                ? Optional.of(new Choice(DigestOffer.AUTH, Optional.empty()))
                : Optional.empty();
    }

    private boolean both(List<String> offered, String qop) {
        return offered.contains(qop) && permitted.qops().contains(qop);
    }

    private static List<String> words(String list) {
        return Arrays.stream(list.split(",", 32)).map(String::strip).toList();
    }

    private ClientAnswer verify(DigestDirectives challenge) {
        byte[] proof = Ascii.bytes(challenge.value("rspauth").orElse(""));
        if (!MessageDigest.isEqual(proof, Ascii.bytes(expectedProof))) {
            return new ClientAnswer.GiveUp("the server did not prove that it knows the password");
        }
        state = State.PROVED;
        return new ClientAnswer.Send(new byte[0]);
    }

    @Override
    public ClientVerdict succeeded() {
        return state == State.PROVED
                ? new ClientVerdict.Authenticated()
                : new ClientVerdict.NotProved("the server did not prove that it knows the password");
    }

    @Override
    public SecurityLayer layer() {
        return layer;
    }

    @Override
    public int strength() {
        return strength;
    }
}
