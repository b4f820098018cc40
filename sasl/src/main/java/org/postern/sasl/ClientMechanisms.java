package org.postern.sasl;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;

/// Chooses what to authenticate with at another host. Built once per configuration.
public final class ClientMechanisms {
    private final SaslPolicy policy;
    private final SecureRandom random;

    /// @param policy of `AuthOptions` the letters `A` and `p`, and `AuthMaxBits`, which holds for both directions
    /// @param random makes nonces
    public ClientMechanisms(SaslPolicy policy, SecureRandom random) {
        this.policy = policy;
        this.random = random;
    }

    /// The strongest mechanism that the server offers, the credentials allow and the policy permits; empty when
    /// none is left, and mail then goes on without.
    ///
    /// @param offered the words of the server's `AUTH` line
    /// @param refusedBefore names that this server refused in this session already
    public Optional<ClientMechanism> choose(
            List<String> offered, Set<String> refusedBefore, Credentials credentials, SaslFacts facts) {
        List<MechanismName> possible = new ArrayList<>();
        for (MechanismName name : MechanismName.byClientPreference()) {
            if (contains(offered, name)
                    && contains(credentials.mechanisms(), name)
                    && refusedBefore.stream().noneMatch(name::is)
                    && policy.permitsAsClient(name, facts)
                    && !givesUpBinding(name, offered, credentials, facts)) {
                possible.add(name);
            }
        }
        for (MechanismName name : possible) {
            Optional<ClientMechanism> mechanism = make(name, offered, credentials, facts);
            if (mechanism.isPresent()) {
                return mechanism;
            }
        }
        return Optional.empty();
    }

    /// Letter `A` of `AuthOptions`: who wrote a message is said only to servers that know who we are.
    public boolean authorOnlyIfAuthenticated() {
        return policy.options().onlyIfAuthenticated();
    }

    /// Where the form of SCRAM that is bound to TLS can be had, the other one is not tried, not even after a refusal:
    /// that is what somebody between would hope for (RFC 5802 §6).
    private static boolean givesUpBinding(
            MechanismName name, List<String> offered, Credentials credentials, SaslFacts facts) {
        return facts.binding().isPresent()
                && name.boundForm()
                        .filter(bound -> contains(offered, bound) && contains(credentials.mechanisms(), bound))
                        .isPresent();
    }

    private static boolean contains(List<String> names, MechanismName name) {
        return names.stream().anyMatch(other -> Ascii.sameIgnoringCase(other, name.text()));
    }

    private Optional<ClientMechanism> make(
            MechanismName name, List<String> offered, Credentials credentials, SaslFacts facts) {
        return switch (name) {
            case PLAIN -> Optional.of(OneMessageClient.plain(credentials));
            case LOGIN -> Optional.of(new LoginClient(credentials));
            case EXTERNAL -> facts.externalIdentity().map(_ -> OneMessageClient.external(credentials));
            case ANONYMOUS -> Optional.of(OneMessageClient.anonymous(credentials));
            case CRAM_MD5 -> Optional.of(new CramMd5Client(credentials));
            case DIGEST_MD5 -> Optional.of(new DigestMd5Client(credentials, facts, policy.layerLimit(facts), random));
            case SCRAM_SHA_1, SCRAM_SHA_1_PLUS ->
                scram(name, contains(offered, MechanismName.SCRAM_SHA_1_PLUS), credentials, facts);
            case SCRAM_SHA_256, SCRAM_SHA_256_PLUS ->
                scram(name, contains(offered, MechanismName.SCRAM_SHA_256_PLUS), credentials, facts);
            case GSSAPI -> GssClient.of(credentials, facts, policy.layerLimit(facts));
            case KERBEROS_V4 -> Optional.empty();
        };
    }

    private Optional<ClientMechanism> scram(
            MechanismName name, boolean plusOffered, Credentials credentials, SaslFacts facts) {
        return name.channelBinding() && facts.binding().isEmpty()
                ? Optional.empty()
                : Optional.of(new ScramClient(name, plusOffered, credentials, facts, random));
    }
}
