package org.postern.deliver;

import java.util.List;
import java.util.Optional;
import org.postern.base.Event;
import org.postern.base.PeerText;
import org.postern.cf.CheckResult;
import org.postern.cf.RuleReply;
import org.postern.cf.SessionMacros;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.EnhancedStatus;
import org.postern.sasl.SecurityLayer;
import org.postern.smtp.ClientPolicy;
import org.postern.smtp.OutgoingRecipient;
import org.postern.tls.PeerCertificate;
import org.postern.tls.TlsFailure;
import org.postern.tls.TlsIdentity;

/// Judges one next hop by the rule sets `try_tls`, `tls_server` and `tls_rcpt`, at sendmail's moments and with its
/// macros (sendmail op guide §5.1.4), and says who we are.
///
/// For one connection, and for one delivery at a time.
final class HopPolicy implements ClientPolicy {
    private static final int SERVER_LEVEL = 5;
    private static final int TRY_LEVEL = 7;
    private static final int RECIPIENT_LEVEL = 3;
    private static final int HANDSHAKE_LEVEL = 9;
    private static final int FAILURE_LEVEL = 6;
    private static final int CERTIFICATE_LEVEL = 12;

    private final HopTrust trust;
    private final Hop hop;
    private final SessionMacros macros;
    private final HopTrust.Terms terms;
    private final HopAuthentication authentication;
    private final HopHandshake handshake;
    private Optional<TlsIdentity> identity = Optional.empty();
    private Optional<String> queueId = Optional.empty();
    private boolean handshakeFailed;
    private boolean failureLogged;
    private boolean misconfigured;

    HopPolicy(HopTrust trust, Hop hop, SessionMacros macros, HopTrust.Terms terms) {
        this.trust = trust;
        this.hop = hop;
        this.macros = macros;
        this.terms = terms;
        this.handshake = new HopHandshake(trust, macros);
        this.authentication = new HopAuthentication(trust, hop, macros, terms);
        TlsIdentity.macroNames().forEach(name -> macros.define(name, ""));
        macros.define("verify", "NONE");
        macros.define("auth_ssf", "");
    }

    /// The message that is being sent.
    void sending(String id) {
        queueId = Optional.of(id);
    }

    /// What a handshake begins with.
    HopHandshake handshake() {
        return handshake;
    }

    /// True when TLS was tried and did not work.
    boolean handshakeFailed() {
        return handshakeFailed;
    }

    // ---- TLS ----

    @Override
    public boolean wantsTls() {
        if (!terms.tls() || terms.clear() || !handshake.possible()) {
            return false;
        }
        String name = macros.macro("server_name").orElse("");
        boolean tried = switch (trust.rules().check("try_tls", name, macros)) {
            case CheckResult.Accepted _, CheckResult.Quarantined _, CheckResult.Discarded _ -> true;
            case CheckResult.Rejected(RuleReply reply, var _) -> {
                log("try_tls", TRY_LEVEL, name, name, reply, Optional.empty());
                yield false;
            }
            // a map that does not answer is no reason to go unprotected
            case CheckResult.TemporaryFailure _ -> true;
        };
        misconfigured = tried && !handshake.prepare();
        return tried && !misconfigured;
    }

    /// The handshake is done.
    void encrypted(TlsIdentity agreed) {
        identity = Optional.of(agreed);
        agreed.macros().forEach(macros::define);
        authentication.encrypted(agreed);
        String relay = PeerText.of(hop.name()).forLog();
        trust.events()
                .accept(HopNotice.info(
                        "hop.encrypted",
                        HANDSHAKE_LEVEL,
                        List.of(
                                new Event.Field("STARTTLS", "client"),
                                new Event.Field("relay", relay),
                                new Event.Field("version", agreed.version()),
                                new Event.Field("verify", agreed.verify().word()),
                                new Event.Field("cipher", agreed.cipher()),
                                new Event.Field("bits", agreed.algorithmBits() + "/" + agreed.cipherBits()))));
        agreed.certificate().ifPresent(certificate -> logCertificate(certificate, agreed.verifyMessage()));
    }

    private void logCertificate(PeerCertificate certificate, String verdict) {
        trust.events()
                .accept(HopNotice.info(
                        "hop.certificate",
                        CERTIFICATE_LEVEL,
                        List.of(
                                new Event.Field("STARTTLS", "client"),
                                new Event.Field("cert-subject", certificate.subject()),
                                new Event.Field("cert-issuer", certificate.issuer()),
                                new Event.Field(
                                        "verifymsg", PeerText.of(verdict).forLog()))));
        for (String remark : certificate.remarks()) {
            trust.events()
                    .accept(HopNotice.trouble(
                            "hop.certificate",
                            SERVER_LEVEL,
                            List.of(new Event.Field("relay", hop.name())),
                            "STARTTLS=client, relay=" + PeerText.of(hop.name()).forLog() + ", " + remark));
        }
    }

    /// The handshake failed.
    void failed(TlsFailure failure) {
        failureLogged = true;
        trust.events()
                .accept(HopNotice.trouble(
                        "hop.handshake",
                        FAILURE_LEVEL,
                        List.of(
                                new Event.Field("relay", PeerText.of(hop.name()).forLog()),
                                new Event.Field(
                                        "reason", PeerText.of(failure.reason()).forLog())),
                        "STARTTLS=client, error: "
                                + PeerText.of(failure.logText("connect")).forLog()));
    }

    @Override
    public Optional<Refusal> judgeServer(Tls tls) {
        handshakeFailed = tls == Tls.SOFTWARE;
        if (handshakeFailed && !failureLogged) {
            // there was none: bytes came with the answer to STARTTLS
            failed(new TlsFailure(TlsFailure.Kind.PROTOCOL, "data after the answer to STARTTLS"));
        }
        String verify = verify(tls);
        macros.define("verify", verify);
        String name = macros.macro("server_name").orElse("");
        return ask("tls_server", SERVER_LEVEL, verify, name, Optional.empty());
    }

    private String verify(Tls tls) {
        if (terms.clear()) {
            return "CLEAR";
        }
        return switch (tls) {
            case ACTIVE -> identity.orElseThrow().verify().word();
            case NONE -> misconfigured ? "CONFIG" : tls.name();
            case TEMP, PROTOCOL, SOFTWARE -> tls.name();
        };
    }

    @Override
    public Optional<Refusal> judgeRecipient(OutgoingRecipient recipient) {
        return ask("tls_rcpt", RECIPIENT_LEVEL, recipient.address(), hop.name(), queueId);
    }

    private Optional<Refusal> ask(String ruleset, int level, String argument, String relay, Optional<String> id) {
        if (!trust.rules().has(ruleset)) {
            return Optional.empty();
        }
        return switch (trust.rules().check(ruleset, argument, macros)) {
            case CheckResult.Accepted _, CheckResult.Quarantined _, CheckResult.Discarded _ -> Optional.empty();
            case CheckResult.Rejected(RuleReply reply, var _) -> refused(ruleset, level, argument, relay, reply, id);
            case CheckResult.TemporaryFailure(RuleReply reply) -> refused(ruleset, level, argument, relay, reply, id);
        };
    }

    private Optional<Refusal> refused(
            String ruleset, int level, String argument, String relay, RuleReply reply, Optional<String> id) {
        log(ruleset, level, argument, relay, reply, id);
        String line = PeerText.of(reply.line()).forLog();
        EnhancedStatus status = reply.status();
        DeliveryOutcome outcome = reply.temporary()
                ? new DeliveryOutcome.Deferred(status, "Deferred: " + line, Optional.empty())
                : new DeliveryOutcome.Failed(status, "Service unavailable", Optional.empty());
        return Optional.of(new Refusal(outcome, line));
    }

    private void log(String ruleset, int level, String argument, String relay, RuleReply reply, Optional<String> id) {
        trust.events()
                .accept(HopNotice.of(
                        "hop.refused",
                        level,
                        Event.Priority.NOTICE,
                        id,
                        List.of(
                                new Event.Field("ruleset", ruleset),
                                new Event.Field("arg1", PeerText.of(argument).forLog()),
                                new Event.Field("relay", PeerText.of(relay).forLog()),
                                new Event.Field(
                                        "reject", PeerText.of(reply.line()).forLog()))));
    }

    // ---- AUTH ----

    @Override
    public Attempt authenticate(List<PeerText> offered) {
        return authentication.next(offered);
    }

    @Override
    public boolean namesAuthor(boolean authenticated) {
        return authenticated || !trust.protection().mechanisms().authorOnlyIfAuthenticated();
    }

    /// The layer of the exchange that has just succeeded.
    SecurityLayer layer() {
        return authentication.layer();
    }
}
