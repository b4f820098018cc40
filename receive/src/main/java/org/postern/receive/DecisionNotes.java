package org.postern.receive;

import java.util.Optional;
import java.util.function.Supplier;
import org.postern.base.EventSink;
import org.postern.base.PeerText;
import org.postern.cf.SessionMacros;
import org.postern.smtp.Reply;
import org.postern.smtp.Verdict;

/// Tells what one client was told, as [SessionDecision]s: every refusal, and every recipient that was taken.
///
/// The policy says what it decides of addresses; the other refusals, by bounds and by the dialogue itself, are
/// seen when the reply goes out.
final class DecisionNotes {
    private static final int LONGEST = 500;
    private static final int FIRST_REFUSAL = 400;
    private static final String TAKEN = "250 2.1.5 Recipient ok";

    private final String daemon;
    private final Origin origin;
    private final EventSink events;
    private boolean noted;

    DecisionNotes(String daemon, Origin origin, EventSink events) {
        this.daemon = daemon;
        this.origin = origin;
        this.events = events;
    }

    /// A client that is refused before it says anything.
    void connection(String id, Verdict verdict, SessionMacros macros) {
        verdict.refusal().ifPresent(reply -> note(id, "connect", macros, "", "", first(reply)));
    }

    /// A sender that is refused.
    void sender(String id, PeerText sender, Verdict verdict, SessionMacros macros) {
        verdict.refusal().ifPresent(reply -> note(id, "MAIL", macros, safe(sender), "", first(reply.about(sender))));
    }

    /// A recipient, whatever it was told.
    void recipient(String id, PeerText sender, PeerText recipient, Verdict verdict, SessionMacros macros) {
        String reply = switch (verdict) {
            case Verdict.Accept() -> TAKEN;
            case Verdict.AcceptWith(Reply words) -> first(words);
            case Verdict.Discard() -> TAKEN + " (discarded)";
            case Verdict.Quarantine(String reason) -> TAKEN + " (quarantined: " + reason + ")";
            case Verdict.Refuse(Reply words) -> first(words.about(recipient));
            case Verdict.Abort(Reply words) -> first(words);
        };
        note(id, "RCPT", macros, safe(sender), safe(recipient), reply);
    }

    /// A reply goes to the client.
    ///
    /// @param id asked only when the reply refuses something that was not noted when it was decided
    void told(Supplier<String> id, String command, SessionMacros macros, Reply reply) {
        boolean refusal = reply.code() >= FIRST_REFUSAL;
        if (refusal && !noted) {
            note(macros.macro("i").orElseGet(id), command, macros, value(macros, "mail_from"), "", first(reply));
        }
        noted = false;
    }

    private static String first(Reply reply) {
        return PeerText.escape(reply.text(), LONGEST);
    }

    private static String safe(PeerText text) {
        return PeerText.escape(text.forParsing(), LONGEST);
    }

    private void note(String id, String moment, SessionMacros macros, String sender, String recipient, String reply) {
        Optional<Origin.LocalCaller> local = origin.localUser();
        noted = true;
        boolean named = origin.name().resolve() == ClientName.Resolve.OK;
        events.accept(new SessionDecision(
                id,
                moment,
                new SessionDecision.Facts(
                        daemon,
                        local.isPresent() ? "" : origin.name().address(),
                        local.map(Origin.LocalCaller::user)
                                .orElse(named ? PeerText.escape(origin.name().name(), LONGEST) : ""),
                        value(macros, "s"),
                        value(macros, "auth_authen"),
                        value(macros, "auth_type"),
                        value(macros, "cert_subject"),
                        value(macros, "cert_issuer"),
                        value(macros, "verify"),
                        sender,
                        recipient),
                reply));
    }

    private static String value(SessionMacros macros, String name) {
        return macros.macro(name).map(text -> PeerText.escape(text, LONGEST)).orElse("");
    }
}
