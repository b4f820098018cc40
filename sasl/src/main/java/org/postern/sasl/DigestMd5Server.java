package org.postern.sasl;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import org.postern.base.Ascii;

/// DIGEST-MD5 (RFC 2831) with its layers. Each attempt has a nonce of its own, so that nothing can be played
/// again; an initial response (an attempt to go on with an old nonce) gets a fresh challenge, as Cyrus gives
/// it.
final class DigestMd5Server implements ServerMechanism {
    private static final int NONCE = 32;

    private enum State {
        START,
        CHALLENGED,
        PROVED,
        OVER
    }

    private final ServerBackends backends;
    private final SaslFacts facts;
    private final DigestOffer offer;
    private final String nonce;
    private State state = State.START;
    private String user = "";
    private Optional<ServerStep.Success> success = Optional.empty();

    /// @param layerLimit the strongest layer that may be negotiated, in bits
    DigestMd5Server(ServerBackends backends, SaslFacts facts, int layerLimit) {
        this.backends = backends;
        this.facts = facts;
        this.offer = DigestOffer.upTo(layerLimit);
        byte[] random = new byte[NONCE];
        backends.random().nextBytes(random);
        nonce = Base64.getEncoder().encodeToString(random);
    }

    @Override
    public ServerStep begin(Optional<byte[]> initialResponse) {
        state = State.CHALLENGED;
        String text = "nonce=\"" + nonce + "\",realm=" + DigestDirectives.quote(facts.realm()) + ","
                + offer.directives() + ",maxbuf=" + DigestOffer.MAX_BUFFER + ",charset=utf-8,algorithm=md5-sess";
        return new ServerStep.Challenge(Ascii.bytes(text));
    }

    @Override
    public ServerStep respond(byte[] response) {
        return switch (state) {
            case CHALLENGED -> check(response);
            case PROVED ->
                response.length == 0 && success.isPresent() ? end(success.get()) : malformed("data after the end");
            case START, OVER -> malformed("message at the wrong time");
        };
    }

    private ServerStep check(byte[] response) {
        state = State.OVER;
        Optional<DigestDirectives> parsed = DigestDirectives.parse(response)
                .filter(found -> found.once(
                        "username",
                        "realm",
                        "nonce",
                        "cnonce",
                        "nc",
                        "qop",
                        "digest-uri",
                        "response",
                        "maxbuf",
                        "charset",
                        "cipher",
                        "authzid"));
        if (parsed.isEmpty()) {
            return malformed("bad message");
        }
        DigestDirectives answer = parsed.get();
        user = answer.value("username").orElse("");
        String realm = answer.value("realm").orElse("");
        String qop = answer.value("qop").orElse(DigestOffer.AUTH);
        Optional<DigestCipher> cipher = qop.equals(DigestOffer.CONFIDENTIALITY)
                ? answer.value("cipher").flatMap(DigestCipher::of)
                : Optional.empty();
        Optional<Integer> maxBuffer = maxBuffer(answer);
        Optional<String> wrong = wrong(answer, realm);
        if (wrong.isPresent()) {
            return failure(FailureKind.WRONG, wrong.get());
        }
        if (!offer.allows(qop, cipher)) {
            return failure(FailureKind.TOO_WEAK, "qop or cipher was not offered");
        }
        if (maxBuffer.isEmpty()) {
            return malformed("maxbuf too small");
        }
        return judge(answer, realm, qop, cipher, maxBuffer.get());
    }

    private Optional<String> wrong(DigestDirectives answer, String realm) {
        if (user.isEmpty() || user.length() > PlainText.LIMIT) {
            return Optional.of("required parameters missing");
        }
        if (!realm.isEmpty() && !Ascii.sameIgnoringCase(realm, facts.realm())) {
            return Optional.of("realm changed: authentication aborted");
        }
        if (!answer.value("nonce").orElse("").equals(nonce)) {
            return Optional.of("nonce changed: authentication aborted");
        }
        if (!answer.value("nc").orElse("").equals("00000001")) {
            return Optional.of("incorrect nonce-count: authentication aborted");
        }
        if (answer.value("cnonce").orElse("").isEmpty()
                || answer.value("response").isEmpty()) {
            return Optional.of("required parameters missing");
        }
        return Ascii.startsIgnoringCase(answer.value("digest-uri").orElse(""), facts.service() + "/")
                ? Optional.empty()
                : Optional.of("bad digest-uri: doesn't match service");
    }

    private static Optional<Integer> maxBuffer(DigestDirectives answer) {
        String text = answer.value("maxbuf").orElse("65536");
        if (!text.matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        int size = Math.min(Integer.parseInt(text), 65536);
        return size < DigestLayer.SMALLEST_BUFFER ? Optional.empty() : Optional.of(size);
    }

    private ServerStep judge(
            DigestDirectives answer, String realm, String qop, Optional<DigestCipher> cipher, int peerMaxBuffer) {
        // the realm of the message goes into the digest; the user is looked up in it, or where "user@realm" says
        String typed = user.indexOf('@') >= 0 || realm.isEmpty() ? user : user + "@" + realm;
        PlainSecretLookup lookup = PlainSecretLookup.of(backends, UserName.parse(typed, facts.realm()));
        String authorizationId = answer.value("authzid").orElse("");
        boolean utf8 = answer.value("charset").isPresent();
        DigestFormula formula = DigestFormula.of(user, realm, lookup.secret(), authorizationId, utf8, answer);
        boolean right = MessageDigest.isEqual(
                Ascii.bytes(formula.response()),
                Ascii.bytes(Ascii.lower(answer.value("response").orElse(""))));
        if (lookup.problem().isPresent()) {
            return failure(lookup.problem().get(), "unable to canonify user and get auxprops");
        }
        if (!right) {
            return failure(FailureKind.WRONG, "client response doesn't match what we generated (tried bogus)");
        }
        SaslIdentity identity = new SaslIdentity(
                MechanismName.DIGEST_MD5.text(),
                user,
                authorizationId.isEmpty() ? user : authorizationId,
                DigestOffer.strength(qop, cipher));
        SecurityLayer layer = qop.equals(DigestOffer.AUTH)
                ? SecurityLayer.NONE
                : DigestLayer.of(true, formula.ha1(), cipher, peerMaxBuffer, DigestOffer.MAX_BUFFER);
        success = Optional.of(new ServerStep.Success(identity, layer));
        state = State.PROVED;
        return new ServerStep.Challenge(Ascii.bytes("rspauth=" + formula.serverResponse()));
    }

    private ServerStep end(ServerStep.Success reached) {
        state = State.OVER;
        return reached;
    }

    private ServerStep malformed(String detail) {
        return failure(FailureKind.MALFORMED, detail);
    }

    private ServerStep failure(FailureKind kind, String detail) {
        state = State.OVER;
        return new ServerStep.Failure(kind, detail, user);
    }
}
