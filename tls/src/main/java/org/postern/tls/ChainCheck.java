package org.postern.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Clock;

/// What a chain of certificates is worth, against the authorities of one side: OpenSSL's questions in OpenSSL's order
/// and words, because they are in sendmail's log (`verifymsg=`). What they find good the JDK's own path validation must
/// find good as well, or it counts as failed.
final class ChainCheck {
    /// @param verify OK or FAIL
    /// @param message the reason in OpenSSL's words
    record Result(Verify verify, String message) {}

    /// Longer chains are refused; nobody has such.
    private static final int MAX_CHAIN = 20;

    private final Authorities authorities;
    private final Revocation revocation;
    private final CertificatePurpose purpose;
    private final Clock clock;

    /// @param purpose what the peer's certificate must be for
    ChainCheck(Authorities authorities, Revocation revocation, CertificatePurpose purpose, Clock clock) {
        this.authorities = authorities;
        this.revocation = revocation;
        this.purpose = purpose;
        this.clock = clock;
    }

    /// The same, with a revocation list demanded for each certificate.
    ChainCheck demandingLists() {
        return new ChainCheck(authorities, revocation.demanding(), purpose, clock);
    }

    /// The time that chains are judged by.
    long nowMillis() {
        return clock.epochMillis();
    }

    /// Never throws for a bad chain.
    ///
    /// @param sent what the peer sent, its own certificate first
    Result check(List<X509Certificate> sent) {
        List<X509Certificate> chain = build(sent);
        long now = clock.epochMillis();
        Optional<String> complaint = unfinished(chain)
                .or(() -> purpose.complaint(chain))
                .or(() -> ChainStrength.complaint(chain))
                .or(() -> revocation.complaint(chain, now))
                .or(() -> signaturesAndTimes(chain, now))
                .or(() -> ofJdk(chain, now));
        return complaint.map(message -> new Result(Verify.FAIL, message)).orElseGet(() -> new Result(Verify.OK, "ok"));
    }

    /// From the peer's certificate upward; the trusted one is taken where both have one of that name.
    private List<X509Certificate> build(List<X509Certificate> sent) {
        List<X509Certificate> chain = new ArrayList<>();
        X509Certificate current = sent.getFirst();
        chain.add(current);
        while (!isSelfIssued(current) && chain.size() < MAX_CHAIN) {
            X509Certificate child = current;
            Optional<X509Certificate> issuer = authorities.named(current.getIssuerX500Principal()).stream()
                    .filter(candidate -> mayHaveIssued(candidate, child))
                    .findFirst()
                    .or(() -> sent.stream()
                            .filter(candidate ->
                                    candidate.getSubjectX500Principal().equals(child.getIssuerX500Principal()))
                            .filter(candidate -> mayHaveIssued(candidate, child))
                            .findFirst());
            if (issuer.isEmpty() || chain.contains(issuer.get())) {
                break;
            }
            current = issuer.get();
            chain.add(current);
        }
        return chain;
    }

    private static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static boolean mayHaveIssued(X509Certificate issuer, X509Certificate child) {
        return CertificatePurpose.maySign(issuer) && KeyIdentifiers.fit(issuer, child);
    }

    private Optional<String> unfinished(List<X509Certificate> chain) {
        X509Certificate top = chain.getLast();
        boolean trusted = authorities.contains(top);
        if (isSelfIssued(top)) {
            String complaint =
                    chain.size() == 1 ? "self-signed certificate" : "self-signed certificate in certificate chain";
            return trusted ? Optional.empty() : Optional.of(complaint);
        }
        return Optional.of(trusted ? "unable to get issuer certificate" : "unable to get local issuer certificate");
    }

    @SuppressWarnings("JavaUtilDate") // the JDK's certificates have nothing else
    private static Optional<String> signaturesAndTimes(List<X509Certificate> chain, long now) {
        for (int i = chain.size() - 1; i >= 0; i--) {
            X509Certificate certificate = chain.get(i);
            try {
                if (i < chain.size() - 1) {
                    certificate.verify(chain.get(i + 1).getPublicKey());
                }
            } catch (GeneralSecurityException wrong) {
                return Optional.of("certificate signature failure");
            }
            if (certificate.getNotBefore().getTime() > now) {
                return Optional.of("certificate is not yet valid");
            }
            if (certificate.getNotAfter().getTime() < now) {
                return Optional.of("certificate has expired");
            }
        }
        return Optional.empty();
    }

    /// Name constraints, policies, critical extensions, weak keys and digests.
    @SuppressWarnings("JavaUtilDate") // the JDK's path parameters take nothing else
    private static Optional<String> ofJdk(List<X509Certificate> chain, long now) {
        if (chain.size() == 1) {
            // the peer's certificate itself is trusted, and all has been asked that can be asked of one
            return Optional.empty();
        }
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(chain.getLast(), null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(new Date(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509")
                                    .generateCertPath(chain.subList(0, chain.size() - 1)),
                            parameters);
            return Optional.empty();
        } catch (CertPathValidatorException refused) {
            return Optional.of(words(refused));
        } catch (GeneralSecurityException unusable) {
            return Optional.of("unspecified certificate verification error");
        }
    }

    private static String words(CertPathValidatorException refused) {
        return switch (refused.getReason()) {
            case CertPathValidatorException.BasicReason.ALGORITHM_CONSTRAINED ->
                "CA signature digest algorithm too weak";
            case java.security.cert.PKIXReason.INVALID_NAME -> "permitted subtree violation";
            case java.security.cert.PKIXReason.UNRECOGNIZED_CRIT_EXT -> "unhandled critical extension";
            case java.security.cert.PKIXReason.PATH_TOO_LONG -> "path length constraint exceeded";
            default -> "unspecified certificate verification error";
        };
    }
}
