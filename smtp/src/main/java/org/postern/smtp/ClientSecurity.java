package org.postern.smtp;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.PeerText;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.EnhancedStatus;

/// STARTTLS and AUTH of a [ClientSession], between EHLO and the first MAIL (RFC 3207 §4, RFC 4954 §4): first
/// encryption, then the judgement on the server, then EHLO again, then authentication inside of it.
///
/// Nothing that a server said in clear counts afterwards: what it offered is forgotten, and bytes that came along with
/// its 220 end the connection (RFC 3207 §6).
final class ClientSecurity {
    private static final int MOST_CHALLENGES = 20;
    private static final int LONGEST_COMMAND = 510;
    /// The only good answer to STARTTLS (RFC 3207 §4).
    private static final int READY = 220;
    private static final String HANDSHAKE_FAILED = "403 4.7.0 server not authenticated.";
    private static final String AUTH_FAILED = "Temporary AUTH failure";

    private final ClientSession session;
    private final ClientPolicy policy;
    private boolean tlsDecided;
    private boolean authDecided;
    private boolean authenticated;
    private Optional<ClientExchange> exchange = Optional.empty();
    private Optional<byte[]> heldResponse = Optional.empty();
    private int challenges;
    private boolean cancelled;

    ClientSecurity(ClientSession session, ClientPolicy policy) {
        this.session = session;
        this.policy = policy;
    }

    /// The server has answered to EHLO, HELO or LHLO.
    void greeted(ServerOffer offer) {
        if (tlsDecided) {
            authenticate(offer);
        } else if (offer.has(ServerOffer.Extension.STARTTLS) && policy.wantsTls()) {
            session.ask("STARTTLS", "STARTTLS", ClientPhase.STARTTLS);
        } else {
            judge(ClientPolicy.Tls.NONE, offer);
        }
    }

    /// The answer to STARTTLS.
    ///
    /// @param more true when the server has said more than it was asked for
    void startTls(Reply reply, boolean more, ServerOffer offer) {
        if (reply.code() == READY) {
            if (more) {
                tlsFailed();
            } else {
                session.step(new ClientStep.StartTls());
            }
            return;
        }
        switch (reply.code() / 100) {
            case 4 -> judge(ClientPolicy.Tls.TEMP, offer);
            case 5 -> judge(ClientPolicy.Tls.NONE, offer);
            default -> judge(ClientPolicy.Tls.PROTOCOL, offer);
        }
    }

    void tlsStarted() {
        tlsDecided = true;
        Optional<ClientPolicy.Refusal> refusal = policy.judgeServer(ClientPolicy.Tls.ACTIVE);
        if (refusal.isPresent()) {
            session.refuseToTalk(refusal.get());
        } else {
            session.helloAgain();
        }
    }

    /// The connection is of no use any more, whatever the policy says.
    void tlsFailed() {
        tlsDecided = true;
        ClientPolicy.Refusal refusal = policy.judgeServer(ClientPolicy.Tls.SOFTWARE)
                .orElseGet(() -> new ClientPolicy.Refusal(
                        new DeliveryOutcome.Deferred(
                                new EnhancedStatus(4, 7, 0), "Deferred: " + HANDSHAKE_FAILED, Optional.empty()),
                        HANDSHAKE_FAILED));
        session.giveUp(refusal);
    }

    private void judge(ClientPolicy.Tls tls, ServerOffer offer) {
        tlsDecided = true;
        Optional<ClientPolicy.Refusal> refusal = policy.judgeServer(tls);
        if (refusal.isPresent()) {
            session.refuseToTalk(refusal.get());
        } else {
            authenticate(offer);
        }
    }

    // ---- AUTH ----

    private void authenticate(ServerOffer offer) {
        if (authDecided || !offer.has(ServerOffer.Extension.AUTH)) {
            session.opened();
            return;
        }
        List<PeerText> words = offer.mechanisms().stream().map(PeerText::of).toList();
        switch (policy.authenticate(words)) {
            case ClientPolicy.Attempt.Without() -> {
                authDecided = true;
                session.opened();
            }
            case ClientPolicy.Attempt.Impossible(ClientPolicy.Refusal refusal) -> session.refuseToTalk(refusal);
            case ClientPolicy.Attempt.Use(ClientExchange next) -> begin(next);
        }
    }

    /// May MAIL name the author?
    boolean namesAuthor() {
        return policy.namesAuthor(authenticated);
    }

    private void begin(ClientExchange next) {
        exchange = Optional.of(next);
        challenges = 0;
        cancelled = false;
        String command = "AUTH " + next.mechanism();
        Optional<byte[]> initial = next.initialResponse();
        String whole = command
                + initial.map(bytes -> bytes.length == 0 ? " =" : " " + encoded(bytes))
                        .orElse("");
        boolean fits = whole.length() <= LONGEST_COMMAND;
        heldResponse = fits ? Optional.empty() : initial;
        session.ask(fits ? whole : command, command, ClientPhase.AUTH);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// An answer to AUTH or to a line of its exchange.
    void answered(Reply reply, ServerOffer offer) {
        switch (reply.code() / 100) {
            case 2 -> succeeded();
            case 3 -> challenged(reply);
            case 5 -> authenticate(offer);
            default -> {
                if (cancelled) {
                    authenticate(offer);
                } else {
                    exchange.orElseThrow().deferred();
                    session.refuseToTalk(temporary());
                }
            }
        }
    }

    private void succeeded() {
        ClientExchange.Result result = cancelled
                ? ClientExchange.Result.NOT_PROVED
                : exchange.orElseThrow().succeeded();
        authDecided = true;
        authenticated = result != ClientExchange.Result.NOT_PROVED;
        switch (result) {
            case AUTHENTICATED -> session.opened();
            case LAYERED -> session.step(new ClientStep.StartLayer());
            case NOT_PROVED -> session.refuseToTalk(temporary());
        }
    }

    private void challenged(Reply reply) {
        challenges++;
        Optional<byte[]> response = Optional.empty();
        if (!cancelled && challenges <= MOST_CHALLENGES) {
            response = decoded(reply).flatMap(this::respond);
        }
        if (response.isEmpty() && cancelled) {
            session.giveUp(temporary());
            return;
        }
        cancelled |= response.isEmpty();
        session.ask(response.map(ClientSecurity::encoded).orElse("*"), "AUTH", ClientPhase.AUTH);
    }

    private Optional<byte[]> respond(byte[] challenge) {
        if (heldResponse.isPresent() && challenge.length == 0) {
            Optional<byte[]> held = heldResponse;
            heldResponse = Optional.empty();
            return held;
        }
        return exchange.orElseThrow().respond(challenge);
    }

    private static Optional<byte[]> decoded(Reply reply) {
        try {
            return Optional.of(Base64.getDecoder()
                    .decode(Ascii.bytes(reply.lines().getLast().strip())));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static ClientPolicy.Refusal temporary() {
        return new ClientPolicy.Refusal(
                new DeliveryOutcome.Deferred(new EnhancedStatus(4, 3, 0), "Deferred: " + AUTH_FAILED, Optional.empty()),
                "454 4.3.0 " + AUTH_FAILED);
    }
}
