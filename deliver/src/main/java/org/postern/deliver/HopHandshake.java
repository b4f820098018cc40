package org.postern.deliver;

import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.Event;
import org.postern.base.PeerText;
import org.postern.cf.RuleText;
import org.postern.cf.SessionMacros;
import org.postern.tls.ClientWish;
import org.postern.tls.HandshakeContext;
import org.postern.tls.HandshakeOptions;
import org.postern.tls.TlsClientContext;
import org.postern.tls.TlsNotice;

/// What the handshake with one next hop begins with: the host's certificates, versions and ciphers, changed by rule
/// set `tls_clt_features` (FEATURE `tls_session_features`).
final class HopHandshake {
    private static final String RULES = "tls_clt_features";
    private static final int ANSWER_LEVEL = 10;
    private static final int COMPLAINT_LEVEL = 8;

    private final HopTrust trust;
    private final SessionMacros macros;
    private final Optional<TlsClientContext> host;
    private HandshakeOptions options = HandshakeOptions.NONE;
    private Optional<TlsClientContext> chosen = Optional.empty();

    HopHandshake(HopTrust trust, SessionMacros macros) {
        this.trust = trust;
        this.macros = macros;
        this.host = trust.protection().tls().get();
    }

    /// True when this host can do TLS at all.
    boolean possible() {
        return host.isPresent();
    }

    /// Asks the rules.
    ///
    /// @return false when what they want makes no sense: `{verify}` is CONFIG then
    boolean prepare() {
        if (trust.rules().has(RULES)) {
            ask();
        } else {
            chosen = host;
        }
        return chosen.isPresent();
    }

    private void ask() {
        RuleText answer = trust.rules().text(RULES, List.of(macro("server_name"), macro("server_addr")), macros);
        switch (answer) {
            case RuleText.Unavailable() -> log(COMPLAINT_LEVEL, true, RULES + "=failed");
            case RuleText.Text(String text) -> {
                log(ANSWER_LEVEL, false, RULES + "=" + (text.isEmpty() ? "\"\"" : text));
                switch (HandshakeOptions.read(text)) {
                    case HandshakeOptions.Reading.Wrong(String complaint) ->
                        log(COMPLAINT_LEVEL, true, RULES + "=" + complaint);
                    case HandshakeOptions.Reading.Good(HandshakeOptions asked) -> {
                        options = asked;
                        chosen = host.flatMap(own -> noted(own.with(asked)));
                    }
                }
            }
        }
        if (chosen.isEmpty()) {
            log(COMPLAINT_LEVEL, true, "STARTTLS=client, get_tls_se_features=failed, ret=78");
        }
    }

    private Optional<TlsClientContext> noted(HandshakeContext<TlsClientContext> made) {
        for (TlsNotice notice : made.notices()) {
            log(notice.logLevel(), notice.problem(), notice.text());
        }
        return made.context();
    }

    private void log(int level, boolean problem, String text) {
        String relay = PeerText.of(macro("server_name") + " [" + macro("server_addr") + "]")
                .forLog();
        trust.events()
                .accept(new HopNotice(
                        "hop.handshake_options",
                        level,
                        problem ? Event.Priority.WARNING : Event.Priority.INFO,
                        Optional.empty(),
                        List.of(new Event.Field("relay", relay)),
                        PeerText.of(text).forLog() + (text.startsWith("STARTTLS=") ? "" : ", relay=" + relay)));
    }

    private String macro(String name) {
        return macros.macro(name).orElse("");
    }

    /// The context that [#prepare] has found.
    TlsClientContext context() {
        return chosen.orElseThrow(() -> new IllegalStateException("no context"));
    }

    /// The name of the server goes with the handshake for `servername=hostname` only, as in sendmail.
    ClientWish wish() {
        String name = macro("server_name");
        boolean literal = name.isEmpty() || name.startsWith("[") || Ascii.isDigit(name.charAt(name.length() - 1));
        return options.serverName() && !literal
                ? new ClientWish(Optional.of(name.endsWith(".") ? name.substring(0, name.length() - 1) : name))
                : ClientWish.PLAIN;
    }

    /// TLSFallbacktoClear for this server.
    ///
    /// @param usual what the option says
    boolean fallsBackToClear(boolean usual) {
        return options.has('C') || (usual && !options.has('c'));
    }
}
