package org.postern.tls;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.base.Clock;

/// What a chain of certificates is worth, against the authorities of one side.
final class ChainCheck {
    /// @param verify OK or FAIL
    /// @param message the reason in OpenSSL's words
    record Result(Verify verify, String message) {}

    private final Set<TrustAnchor> anchors;
    private final Clock clock;

    ChainCheck(List<X509Certificate> authorities, Clock clock) {
        this.anchors = authorities.stream()
                .map(certificate -> new TrustAnchor(certificate, null))
                .collect(Collectors.toUnmodifiableSet());
        this.clock = clock;
    }

    /// Never throws for a bad chain.
    @SuppressWarnings("JavaUtilDate") // the JDK's path parameters take nothing else
    Result check(List<X509Certificate> chain) {
        if (anchors.isEmpty()) {
            return new Result(Verify.FAIL, "unable to get local issuer certificate");
        }
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(chain.getFirst());
        try {
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.setRevocationEnabled(false);
            parameters.setDate(new Date(clock.epochMillis()));
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return new Result(Verify.OK, "ok");
        } catch (CertPathBuilderException refused) {
            return new Result(Verify.FAIL, "unable to get local issuer certificate");
        } catch (InvalidAlgorithmParameterException refused) {
            return new Result(Verify.FAIL, "unable to get local issuer certificate");
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
