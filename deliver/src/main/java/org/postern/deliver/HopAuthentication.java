package org.postern.deliver;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Event;
import org.postern.base.PeerText;
import org.postern.cf.SessionMacros;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.EnhancedStatus;
import org.postern.sasl.ClientAnswer;
import org.postern.sasl.ClientMechanism;
import org.postern.sasl.ClientVerdict;
import org.postern.sasl.Credentials;
import org.postern.sasl.SaslFacts;
import org.postern.sasl.SecurityLayer;
import org.postern.smtp.ClientExchange;
import org.postern.smtp.ClientPolicy;
import org.postern.tls.TlsIdentity;

/// Proves who we are to one next hop: the name and password come from rule set `authinfo`, or from DefaultAuthInfo
/// where there is no such rule set, and the strongest mechanism that both sides have is tried first.
final class HopAuthentication {
    private static final int SUCCESS_LEVEL = 10;
    private static final int FAILURE_LEVEL = 8;
    private static final int GIVEN_UP_LEVEL = 9;
    private static final String TEMPORARY = "Temporary AUTH failure";

    private final HopTrust trust;
    private final Hop hop;
    private final SessionMacros macros;
    private final boolean allowed;
    private final Set<String> refused = new HashSet<>();
    private Optional<TlsIdentity> tls = Optional.empty();
    private Optional<Found> found = Optional.empty();
    private SecurityLayer layer = SecurityLayer.NONE;

    /// Who we are at this host.
    private sealed interface Found {
        record Known(Credentials credentials) implements Found {}

        record Nobody() implements Found {}

        record NotNow() implements Found {}
    }

    HopAuthentication(HopTrust trust, Hop hop, SessionMacros macros, HopTrust.Terms terms) {
        this.trust = trust;
        this.hop = hop;
        this.macros = macros;
        this.allowed = terms.auth();
    }

    void encrypted(TlsIdentity identity) {
        tls = Optional.of(identity);
    }

    SecurityLayer layer() {
        return layer;
    }

    ClientPolicy.Attempt next(List<PeerText> offered) {
        if (!allowed) {
            return new ClientPolicy.Attempt.Without();
        }
        if (found.isEmpty()) {
            found = Optional.of(find());
        }
        return switch (found.get()) {
            case Found.Nobody() -> new ClientPolicy.Attempt.Without();
            case Found.NotNow() -> new ClientPolicy.Attempt.Impossible(impossible());
            case Found.Known(Credentials credentials) -> attempt(offered, credentials);
        };
    }

    private ClientPolicy.Attempt attempt(List<PeerText> offered, Credentials credentials) {
        List<String> names = offered.stream().map(PeerText::forParsing).toList();
        Optional<ClientMechanism> chosen =
                trust.protection().mechanisms().choose(names, refused, credentials, facts(credentials));
        if (chosen.isEmpty()) {
            return new ClientPolicy.Attempt.Without();
        }
        refused.add(chosen.get().name());
        return new ClientPolicy.Attempt.Use(new Exchange(chosen.get()));
    }

    private SaslFacts facts(Credentials credentials) {
        // sendmail gives SASL the name with its final dot; a Kerberos principal has none
        String host = macros.macro("server_name").orElse("");
        String realm = credentials.realm().orElse(trust.ownName());
        return new SaslFacts(
                "smtp",
                host,
                realm,
                tls.isPresent(),
                tls.map(TlsIdentity::cipherBits).orElse(0),
                tls.isPresent() && trust.protection().hasCertificate() ? Optional.of("") : Optional.empty(),
                tls.flatMap(identity -> identity.bindings().stream().findFirst()));
    }

    private Found find() {
        String name = macros.macro("server_name").orElse("");
        String address = macros.macro("server_addr").orElse("");
        if (!trust.rules().has("authinfo")) {
            return ofFile();
        }
        Optional<List<String>> answer = trust.rules().call("authinfo", List.of(name, address), macros);
        if (answer.isEmpty() || answer.get().isEmpty()) {
            return new Found.Nobody();
        }
        if (answer.get().getFirst().startsWith("temp")) {
            abort();
            return new Found.NotNow();
        }
        Optional<Credentials> credentials =
                AuthInfo.ofRuleSet(answer.get(), trust.protection().usualMechanisms());
        if (credentials.isEmpty()) {
            log(
                    FAILURE_LEVEL,
                    "AUTH=client, relay="
                            + PeerText.of(name + " [" + address + "]").forLog() + ", authinfo failed");
        }
        return credentials.<Found>map(Found.Known::new).orElseGet(Found.Nobody::new);
    }

    private Found ofFile() {
        return switch (trust.protection().defaultInfo().read()) {
            case DefaultAuthInfo.Content.NotConfigured() -> new Found.Nobody();
            case DefaultAuthInfo.Content.Unusable(String path, String reason) -> {
                log(FAILURE_LEVEL, "AUTH=client, error: can't open " + path + ": " + reason);
                abort();
                yield new Found.NotNow();
            }
            case DefaultAuthInfo.Content.Found(String path, byte[] bytes) ->
                switch (AuthInfo.ofFile(bytes, trust.protection().usualMechanisms())) {
                    case AuthInfo.FileAnswer.Good(Credentials credentials) -> new Found.Known(credentials);
                    case AuthInfo.FileAnswer.Incomplete(String missing) -> {
                        log(FAILURE_LEVEL, "AUTH=client, error: can't read " + missing + " from " + path);
                        abort();
                        yield new Found.NotNow();
                    }
                };
        };
    }

    private void abort() {
        log(GIVEN_UP_LEVEL, "AUTH=client, relay=" + relay() + ", temporary failure, connection abort");
    }

    private void log(int level, String text) {
        trust.events().accept(HopNotice.trouble("hop.auth", level, List.of(new Event.Field("relay", relay())), text));
    }

    private String relay() {
        return PeerText.of(hop.name()).forLog();
    }

    private static ClientPolicy.Refusal impossible() {
        return new ClientPolicy.Refusal(
                new DeliveryOutcome.Deferred(new EnhancedStatus(4, 3, 0), "Deferred: " + TEMPORARY, Optional.empty()),
                "454 4.3.0 " + TEMPORARY);
    }

    /// One attempt with one mechanism.
    private final class Exchange implements ClientExchange {
        private final ClientMechanism mechanism;

        Exchange(ClientMechanism mechanism) {
            this.mechanism = mechanism;
        }

        @Override
        public String mechanism() {
            return mechanism.name();
        }

        @Override
        public Optional<byte[]> initialResponse() {
            return mechanism.initialResponse();
        }

        @Override
        public Optional<byte[]> respond(byte[] challenge) {
            return switch (mechanism.respond(challenge)) {
                case ClientAnswer.Send send -> Optional.of(send.data());
                case ClientAnswer.GiveUp(String why) -> {
                    logFailure(why);
                    yield Optional.empty();
                }
            };
        }

        @Override
        public void deferred() {
            abort();
        }

        @Override
        public Result succeeded() {
            return switch (mechanism.succeeded()) {
                case ClientVerdict.Authenticated() -> {
                    layer = mechanism.layer();
                    macros.define("auth_type", mechanism.name());
                    macros.define("auth_ssf", Integer.toString(mechanism.strength()));
                    trust.events()
                            .accept(HopNotice.info(
                                    "hop.authenticated",
                                    SUCCESS_LEVEL,
                                    List.of(
                                            new Event.Field("AUTH", "client"),
                                            new Event.Field("relay", relay()),
                                            new Event.Field("mech", mechanism.name()),
                                            new Event.Field("bits", Integer.toString(mechanism.strength())))));
                    yield layer.present() ? Result.LAYERED : Result.AUTHENTICATED;
                }
                case ClientVerdict.NotProved(String why) -> {
                    logFailure(why);
                    yield Result.NOT_PROVED;
                }
            };
        }

        private void logFailure(String why) {
            log(
                    FAILURE_LEVEL,
                    "AUTH=client, relay=" + relay() + ", mech=" + mechanism.name() + ", error: "
                            + PeerText.of(why).forLog());
        }
    }
}
