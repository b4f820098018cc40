package org.postern.receive;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.postern.base.Event.Field;
import org.postern.base.EventSink;
import org.postern.base.PeerText;
import org.postern.cf.SessionMacros;
import org.postern.mail.XText;
import org.postern.sasl.SaslFacts;
import org.postern.sasl.SecurityLayer;
import org.postern.sasl.ServerMechanisms;
import org.postern.sasl.ServerStep;
import org.postern.smtp.AuthExchange;
import org.postern.smtp.AuthIdentity;
import org.postern.smtp.ServerFeature;
import org.postern.smtp.SessionFeatures;
import org.postern.tls.PeerCertificate;
import org.postern.tls.TlsFailure;
import org.postern.tls.TlsIdentity;
import org.postern.tls.Verify;

/// What a client is beyond its address: what TLS and AUTH have shown. Rule sets read it in macros (sendmail op guide
/// §5.2), administrators in the log.
final class SessionTrust {
    /// What {auth_authen} must not show as it is, besides what xtext hides.
    private static final String ENCODED = "<>()\"";

    private static final int LONGEST_NAME = 128;
    private static final int SHOWN_END = 62;
    private static final int AVAILABLE_LEVEL = 10;
    private static final int CERTIFICATE_LEVEL = 12;
    private static final int HANDSHAKE_LEVEL = 6;
    private static final int FAILURE_LEVEL = 9;
    private static final List<String> AUTH_MACROS = List.of("auth_type", "auth_authen", "auth_ssf");

    private final Protection protection;
    private final String realm;
    private final Origin origin;
    private final SessionMacros macros;
    private final Supplier<String> sessionName;
    private final EventSink events;
    private Optional<TlsIdentity> tls = Optional.empty();
    private SecurityLayer layer = SecurityLayer.NONE;

    /// @param realm AuthRealm, or the name of this host
    /// @param macros those of the session
    /// @param sessionName what log lines of the session begin with
    SessionTrust(
            Protection protection,
            String realm,
            Origin origin,
            SessionMacros macros,
            Supplier<String> sessionName,
            EventSink events) {
        this.protection = protection;
        this.realm = realm;
        this.origin = origin;
        this.macros = macros;
        this.sessionName = sessionName;
        this.events = events;
    }

    // ---- AUTH ----

    /// The words of AUTH in the answer to EHLO.
    List<String> mechanisms(SessionFeatures features) {
        return allowed(features).offered(facts());
    }

    /// The letters `c` and `C` of srv_features stand above `p` of AuthOptions.
    private ServerMechanisms allowed(SessionFeatures features) {
        return protection.mechanisms().withPlain(features.has(ServerFeature.SECURE_PLAINTEXT));
    }

    private SaslFacts facts() {
        return new SaslFacts(
                "smtp",
                realm,
                realm,
                tls.isPresent(),
                tls.map(TlsIdentity::cipherBits).orElse(0),
                tls.filter(identity -> identity.verify() == Verify.OK)
                        .flatMap(TlsIdentity::certificate)
                        .map(PeerCertificate::subject),
                tls.flatMap(identity -> identity.bindings().stream().findFirst()));
    }

    /// What can be used and what may be, for the log.
    void noteMechanisms(SessionFeatures features) {
        List<String> offered = mechanisms(features);
        if (!offered.isEmpty()) {
            String available = String.join(" ", protection.mechanisms().availableNames());
            String allowed = String.join(" ", protection.mechanisms().allowedNames());
            events.accept(new TrustEvent(
                    "session.mechanisms",
                    AVAILABLE_LEVEL,
                    org.postern.base.Event.Priority.INFO,
                    Optional.empty(),
                    List.of(new Field("available", available), new Field("allowed", allowed)),
                    Optional.of("AUTH: available mech=" + available + ", allowed mech=" + allowed)));
        }
    }

    /// Begins an attempt.
    ///
    /// @param mechanism as typed
    Optional<AuthExchange> begin(String mechanism, SessionFeatures features) {
        return allowed(features)
                .start(mechanism, facts())
                .map(started -> new SaslExchange(
                        started, mechanism, agreed -> layer = agreed, failure -> noteFailure(mechanism, failure)));
    }

    private void noteFailure(String mechanism, ServerStep.Failure failure) {
        String user = PeerText.escape(failure.user(), LONGEST_NAME);
        String name = PeerText.escape(mechanism, LONGEST_NAME);
        String words = "AUTH failure (" + name + "): " + PeerText.escape(failure.forLog(), PeerText.LOG_LIMIT)
                + ", user=" + user + ", relay=" + origin.relay();
        events.accept(TrustEvent.failed(
                "session.authentication_failed",
                FAILURE_LEVEL,
                Optional.of(sessionName.get()),
                List.of(
                        new Field("mech", name),
                        new Field("reason", failure.kind().words()),
                        new Field("user", user),
                        new Field("relay", origin.relay())),
                words));
    }

    void authenticated(AuthIdentity identity) {
        String name = XText.encode(identity.name(), ENCODED);
        macros.define("auth_type", identity.mechanism());
        macros.define("auth_authen", name);
        macros.define("auth_ssf", Integer.toString(identity.strength()));
        events.accept(TrustEvent.of(
                "session.authenticated",
                List.of(
                        new Field("AUTH", "server"),
                        new Field("relay", origin.relay()),
                        new Field("authid", shortened(name)),
                        new Field("mech", identity.mechanism()),
                        new Field("bits", Integer.toString(identity.strength())))));
    }

    /// The ends of a name that is long, a distinguished name for example.
    private static String shortened(String name) {
        return name.length() < LONGEST_NAME
                ? name
                : name.substring(0, SHOWN_END) + "..." + name.substring(name.length() - SHOWN_END);
    }

    void forgetAuthentication() {
        AUTH_MACROS.forEach(macros::forget);
        layer = SecurityLayer.NONE;
    }

    /// The layer that the last success agreed on.
    SecurityLayer layer() {
        return layer;
    }

    // ---- TLS ----

    /// TLS has begun.
    void encrypted(TlsIdentity identity) {
        tls = Optional.of(identity);
        for (Map.Entry<String, String> macro : identity.macros().entrySet()) {
            macros.define(macro.getKey(), macro.getValue());
        }
        events.accept(TrustEvent.of(
                "session.encrypted",
                List.of(
                        new Field("STARTTLS", "server"),
                        new Field("relay", origin.relay()),
                        new Field("version", identity.version()),
                        new Field("verify", identity.verify().word()),
                        new Field("cipher", identity.cipher()),
                        new Field("bits", identity.algorithmBits() + "/" + identity.cipherBits()))));
        noteCertificate(identity.certificate(), identity.verifyMessage());
    }

    private void noteCertificate(Optional<PeerCertificate> certificate, String verdict) {
        for (String remark : certificate.map(PeerCertificate::remarks).orElse(List.of())) {
            events.accept(TrustEvent.failed(
                    "session.certificate_odd",
                    HANDSHAKE_LEVEL,
                    Optional.empty(),
                    List.of(new Field("relay", origin.relay()), new Field("remark", remark)),
                    "STARTTLS=server, relay=" + origin.relay() + ", " + remark));
        }
        events.accept(TrustEvent.of(
                "session.certificate",
                CERTIFICATE_LEVEL,
                List.of(
                        new Field("STARTTLS", "server"),
                        new Field(
                                "cert-subject",
                                certificate.map(PeerCertificate::subject).orElse("")),
                        new Field(
                                "cert-issuer",
                                certificate.map(PeerCertificate::issuer).orElse("")),
                        new Field("verifymsg", PeerText.escape(verdict, PeerText.LOG_LIMIT)))));
    }

    /// `{verify}`; empty without TLS.
    String verify() {
        return tls.map(identity -> identity.verify().word()).orElse("");
    }

    void handshakeFailed(TlsFailure failure) {
        noteHandshake(failure.logText("accept"));
    }

    /// The client is gone, or was too slow.
    void handshakeLost() {
        noteHandshake("accept failed=-1, reason=timeout, SSL_error=5, errno=0, retry=-1");
    }

    private void noteHandshake(String reason) {
        events.accept(TrustEvent.failed(
                "session.handshake_failed",
                HANDSHAKE_LEVEL,
                Optional.empty(),
                List.of(
                        new Field("STARTTLS", "server"),
                        new Field("relay", origin.relay()),
                        new Field("reason", PeerText.escape(reason, PeerText.LOG_LIMIT))),
                "STARTTLS=server, error: " + PeerText.escape(reason, PeerText.LOG_LIMIT) + ", relay="
                        + origin.relay()));
    }
}
