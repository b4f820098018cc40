package org.postern.tls;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/// Revocation lists of CRLFile and CRLPath. When one of the options is set, every certificate of a chain is looked
/// for in the lists of its issuer; where there is no list nothing is revoked, as in sendmail.
final class Revocation {
    private final List<X509CRL> ofFile;
    private final HashedDirectory directory;
    private final boolean wanted;
    private final boolean demanded;

    /// @param wanted false when neither option is set
    Revocation(List<X509CRL> ofFile, HashedDirectory directory, boolean wanted) {
        this(ofFile, directory, wanted, false);
    }

    private Revocation(List<X509CRL> ofFile, HashedDirectory directory, boolean wanted, boolean demanded) {
        this.ofFile = List.copyOf(ofFile);
        this.directory = directory;
        this.wanted = wanted;
        this.demanded = demanded;
    }

    /// The same, but a certificate whose issuer has no list is worth nothing (flag `R`). Without CRLFile and CRLPath
    /// nothing is asked, as in sendmail.
    Revocation demanding() {
        return new Revocation(ofFile, directory, wanted, true);
    }

    /// What is wrong with a chain, in OpenSSL's words.
    ///
    /// @param chain from the peer's certificate to the root
    /// @param now in milliseconds since 1970
    Optional<String> complaint(List<X509Certificate> chain, long now) {
        for (int i = 0; wanted && i < chain.size(); i++) {
            X509Certificate issuer = chain.get(Math.min(i + 1, chain.size() - 1));
            Optional<String> complaint = complaint(chain.get(i), issuer.getPublicKey(), now);
            if (complaint.isPresent()) {
                return complaint;
            }
        }
        return Optional.empty();
    }

    private Optional<String> complaint(X509Certificate certificate, PublicKey issuer, long now) {
        List<X509CRL> lists = lists(certificate.getIssuerX500Principal());
        Optional<String> last =
                demanded && lists.isEmpty() ? Optional.of("unable to get certificate CRL") : Optional.empty();
        for (X509CRL list : lists) {
            last = complaint(list, certificate, issuer, now);
            if (last.isEmpty() || last.get().equals("certificate revoked")) {
                return last;
            }
        }
        return last;
    }

    @SuppressWarnings("JavaUtilDate") // the JDK's revocation lists have nothing else
    private static Optional<String> complaint(X509CRL list, X509Certificate certificate, PublicKey issuer, long now) {
        if (list.getThisUpdate().getTime() > now) {
            return Optional.of("CRL is not yet valid");
        }
        if (list.getNextUpdate() != null && list.getNextUpdate().getTime() < now) {
            return Optional.of("CRL has expired");
        }
        try {
            list.verify(issuer);
        } catch (GeneralSecurityException wrong) {
            return Optional.of("CRL signature failure");
        }
        return list.isRevoked(certificate) ? Optional.of("certificate revoked") : Optional.empty();
    }

    private List<X509CRL> lists(X500Principal issuer) {
        List<X509CRL> found = new ArrayList<>();
        for (X509CRL list : ofFile) {
            if (list.getIssuerX500Principal().equals(issuer)) {
                found.add(list);
            }
        }
        found.addAll(directory.revocationLists(issuer));
        return found;
    }
}
