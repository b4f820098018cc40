package org.postern.receive;

import java.util.List;
import java.util.Optional;
import org.postern.base.Event;
import org.postern.base.Event.Field;
import org.postern.base.EventSink;
import org.postern.base.PeerText;
import org.postern.cf.AddressRules;
import org.postern.cf.RuleText;
import org.postern.cf.SessionMacros;
import org.postern.tls.HandshakeContext;
import org.postern.tls.HandshakeOptions;
import org.postern.tls.TlsNotice;
import org.postern.tls.TlsServerContext;

/// The certificates, versions and ciphers for the handshake of one session: the host's, changed by rule set
/// `tls_srv_features` (FEATURE `tls_session_features`).
final class HandshakeChoice {
    private static final String RULES = "tls_srv_features";
    private static final int ANSWER_LEVEL = 10;
    private static final int COMPLAINT_LEVEL = 8;

    private final Optional<TlsServerContext> host;
    private final AddressRules rules;
    private final Origin origin;
    private final SessionMacros macros;
    private final EventSink events;
    private Optional<TlsServerContext> chosen = Optional.empty();

    /// @param host empty when the host cannot do TLS
    HandshakeChoice(
            Optional<TlsServerContext> host,
            AddressRules rules,
            Origin origin,
            SessionMacros macros,
            EventSink events) {
        this.host = host;
        this.rules = rules;
        this.origin = origin;
        this.macros = macros;
        this.events = events;
    }

    /// True when the host can do TLS.
    boolean possible() {
        return host.isPresent();
    }

    /// Asks the rules.
    ///
    /// @return empty when TLS is not to begin: the host cannot, or what the rules want makes no sense
    Optional<TlsServerContext> choose() {
        if (chosen.isEmpty() && host.isPresent()) {
            chosen = rules.has(RULES) ? ofRules(host.get()) : host;
        }
        return chosen;
    }

    private Optional<TlsServerContext> ofRules(TlsServerContext own) {
        RuleText answer =
                rules.text(RULES, List.of(origin.name().name(), origin.name().address()), macros);
        return switch (answer) {
            case RuleText.Unavailable() -> {
                log(COMPLAINT_LEVEL, true, RULES + "=failed");
                yield Optional.empty();
            }
            case RuleText.Text(String text) -> {
                log(ANSWER_LEVEL, false, RULES + "=" + (text.isEmpty() ? "\"\"" : text));
                yield switch (HandshakeOptions.read(text)) {
                    case HandshakeOptions.Reading.Wrong(String complaint) -> {
                        log(COMPLAINT_LEVEL, true, RULES + "=" + complaint);
                        yield Optional.empty();
                    }
                    case HandshakeOptions.Reading.Good(HandshakeOptions options) -> noted(own.with(options));
                };
            }
        };
    }

    private Optional<TlsServerContext> noted(HandshakeContext<TlsServerContext> made) {
        for (TlsNotice notice : made.notices()) {
            log(notice.logLevel(), notice.problem(), notice.text());
        }
        return made.context();
    }

    private void log(int level, boolean problem, String text) {
        String relay = origin.relay();
        events.accept(new TrustEvent(
                "session.handshake_options",
                level,
                problem ? Event.Priority.WARNING : Event.Priority.INFO,
                Optional.empty(),
                List.of(new Field("relay", relay)),
                Optional.of(PeerText.escape(text, PeerText.LOG_LIMIT)
                        + (text.startsWith("STARTTLS=") ? "" : ", relay=" + relay))));
    }
}
