package org.postern.sasl;

import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.postern.base.Clock;
import org.postern.base.SystemClock;

/// Where the server's side gets its verdicts from.
///
/// @param available the mechanisms that `mech_list` lets through and that can work here
/// @param store the secrets for the mechanisms that do not send the password
/// @param checks the methods of `pwcheck_method`, in their order
/// @param kerberos the keys of this host for GSSAPI
/// @param fakes what a user who does not exist is compared with
/// @param random makes nonces
/// @param clock the time in the challenge of CRAM-MD5
public record ServerBackends(
        Set<MechanismName> available,
        SecretStore store,
        List<PasswordCheck> checks,
        KerberosKeys kerberos,
        ScramFakes fakes,
        SecureRandom random,
        Clock clock) {
    public ServerBackends {
        EnumSet<MechanismName> kept = EnumSet.noneOf(MechanismName.class);
        kept.addAll(available);
        available = java.util.Collections.unmodifiableSet(kept);
        checks = List.copyOf(checks);
    }

    /// Nobody can authenticate.
    public static ServerBackends none() {
        return new ServerBackends(
                Set.of(),
                SecretStore.EMPTY,
                List.of(),
                KerberosKeys.NONE,
                new ScramFakes(Secret.of(new byte[32])),
                new SecureRandom(),
                new SystemClock());
    }

    /// All mechanisms that need nothing but a store, for tests and for hosts without `Sendmail.conf`.
    public static ServerBackends ofStore(SecretStore store, SecureRandom random, Clock clock) {
        byte[] key = new byte[32];
        random.nextBytes(key);
        ScramFakes fakes = new ScramFakes(Secret.of(key));
        Set<MechanismName> names = EnumSet.complementOf(EnumSet.of(MechanismName.GSSAPI, MechanismName.KERBEROS_V4));
        return new ServerBackends(
                names, store, List.of(new StoreCheck(store, fakes)), KerberosKeys.NONE, fakes, random, clock);
    }

    /// Asks each method until one says yes; what the last one said stands, but a service that could not answer
    /// makes the whole answer temporary.
    PasswordVerdict check(UserName user, Secret password, SaslFacts facts) {
        PasswordVerdict last = new PasswordVerdict.Refused(FailureKind.NO_VERIFIER, "no method for plain passwords");
        PasswordVerdict temporary = last;
        for (PasswordCheck method : checks) {
            PasswordVerdict verdict = method.check(user, password, facts);
            switch (verdict) {
                case PasswordVerdict.Right right -> {
                    return right;
                }
                case PasswordVerdict.Refused refused -> {
                    last = refused;
                    if (refused.kind().temporary()) {
                        temporary = refused;
                    }
                }
            }
        }
        return temporary instanceof PasswordVerdict.Refused refused
                        && refused.kind().temporary()
                ? temporary
                : last;
    }
}
