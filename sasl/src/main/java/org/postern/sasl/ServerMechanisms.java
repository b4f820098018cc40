package org.postern.sasl;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The mechanisms that this host offers. Built once per configuration, immutable.
public final class ServerMechanisms {
    private final SaslPolicy policy;
    private final Set<MechanismName> available;
    private final ServerBackends backends;

    /// @param policy the options of sendmail.cf
    /// @param backends where secrets and verdicts come from
    public ServerMechanisms(SaslPolicy policy, ServerBackends backends) {
        this.policy = policy;
        this.available = backends.available();
        this.backends = backends;
    }

    /// No mechanism: AUTH is not offered.
    public static ServerMechanisms none() {
        return new ServerMechanisms(new SaslPolicy(List.of(), AuthOptions.NONE, 0), ServerBackends.none());
    }

    /// The same with other rules about PLAIN and LOGIN: the letters `c` and `C` of srv_features.
    ///
    /// @param encryptedOnly true: not on connections without TLS, whatever AuthOptions says about it
    public ServerMechanisms withPlain(boolean encryptedOnly) {
        return policy.options().noPlain() == encryptedOnly
                ? this
                : new ServerMechanisms(
                        new SaslPolicy(
                                policy.mechanisms(), policy.options().withNoPlain(encryptedOnly), policy.maxBits()),
                        backends);
    }

    /// The words of `250-AUTH ...` in the order of `AuthMechanisms`; none: AUTH is not offered.
    public List<String> offered(SaslFacts facts) {
        Set<String> words = new LinkedHashSet<>();
        for (String word : policy.mechanisms()) {
            MechanismName.of(word).filter(name -> usable(name, facts)).ifPresent(name -> words.add(name.text()));
        }
        return List.copyOf(words);
    }

    /// How many mechanisms there are at all, whatever `AuthMechanisms` lets through: sendmail slows down after that
    /// many AUTH commands and one.
    public int availableCount() {
        return available.size();
    }

    /// The names of [#availableCount], for the log line `AUTH: available mech=... , allowed mech=...`.
    public List<String> availableNames() {
        return available.stream().map(MechanismName::text).toList();
    }

    /// The words of `AuthMechanisms`, for that line.
    public List<String> allowedNames() {
        return policy.mechanisms();
    }

    /// Starts an attempt; empty when the mechanism is not among the [#offered].
    ///
    /// @param name as the peer wrote it, in any case
    public Optional<ServerMechanism> start(String name, SaslFacts facts) {
        return MechanismName.of(name)
                .filter(mechanism -> offered(facts).contains(mechanism.text()))
                .map(mechanism -> make(mechanism, facts));
    }

    private boolean usable(MechanismName name, SaslFacts facts) {
        if (!available.contains(name) || !policy.permits(name, facts)) {
            return false;
        }
        return switch (name) {
            case EXTERNAL -> facts.externalIdentity().isPresent();
            case SCRAM_SHA_1_PLUS, SCRAM_SHA_256_PLUS -> facts.binding().isPresent();
            case KERBEROS_V4 -> false;
            case GSSAPI, SCRAM_SHA_1, SCRAM_SHA_256, DIGEST_MD5, CRAM_MD5, PLAIN, LOGIN, ANONYMOUS -> true;
        };
    }

    private ServerMechanism make(MechanismName name, SaslFacts facts) {
        return switch (name) {
            case PLAIN -> new PlainServer(backends, facts);
            case LOGIN -> new LoginServer(backends, facts);
            case ANONYMOUS -> new AnonymousServer();
            case EXTERNAL -> new ExternalServer(facts);
            case CRAM_MD5 -> new CramMd5Server(backends, facts, backends.clock());
            case DIGEST_MD5 -> new DigestMd5Server(backends, facts, policy.layerLimit(facts));
            case SCRAM_SHA_1, SCRAM_SHA_1_PLUS -> scram(name, MechanismName.SCRAM_SHA_1_PLUS, facts);
            case SCRAM_SHA_256, SCRAM_SHA_256_PLUS -> scram(name, MechanismName.SCRAM_SHA_256_PLUS, facts);
            case GSSAPI -> new GssServer(backends.kerberos(), facts, policy.layerLimit(facts));
            case KERBEROS_V4 -> throw new IllegalStateException("not available: " + name.text());
        };
    }

    private ServerMechanism scram(MechanismName name, MechanismName plus, SaslFacts facts) {
        return new ScramServer(name, offered(facts).contains(plus.text()), backends, facts);
    }
}
