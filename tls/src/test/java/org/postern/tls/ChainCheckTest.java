package org.postern.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.testkit.FakeClock;

/// The results are those of sendmail 8.17.1.9 with the same certificates (`verify=` and `verifymsg=` of its log).
class ChainCheckTest {
    private static final FakeClock NOW = new FakeClock(Instant.parse("2026-11-27T00:00:00Z"));

    private static List<X509Certificate> read(String... names) throws GeneralSecurityException {
        List<X509Certificate> all = new ArrayList<>();
        for (String name : names) {
            all.addAll(PemFile.of(TestFiles.content(name + ".pem")).certificates());
        }
        return all;
    }

    private static ChainCheck check(CertificatePurpose purpose, boolean withRevocation)
            throws GeneralSecurityException {
        HashedDirectory nothing = new HashedDirectory("", new TestFiles());
        Revocation revocation = new Revocation(
                withRevocation ? PemFile.of(TestFiles.content("crl.pem")).revocationLists() : List.of(),
                nothing,
                withRevocation);
        return new ChainCheck(new Authorities(read("ca"), nothing), revocation, purpose, NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "client, OK, ok",
        "odd, OK, ok",
        "multi, OK, ok",
        "nocn, OK, ok",
        "ed, OK, ok",
        "srvonly, FAIL, unsuitable certificate purpose",
        "self, FAIL, self-signed certificate",
        "unk, FAIL, unable to get local issuer certificate",
        "unk+oca, FAIL, self-signed certificate in certificate chain",
        "leaf, FAIL, unable to get local issuer certificate",
        "leaf+inter, OK, ok",
        "under, FAIL, unable to get local issuer certificate",
        "under+notca, FAIL, invalid CA certificate",
        "expired, FAIL, certificate has expired",
        "future, FAIL, certificate is not yet valid",
        "badsig, FAIL, certificate signature failure",
        "revoked, OK, ok"
    })
    void asSendmailSays(String chain, Verify verify, String message) throws GeneralSecurityException {
        assertThat(check(CertificatePurpose.CLIENT, false).check(read(chain.split("\\+", -1))))
                .isEqualTo(new ChainCheck.Result(verify, message));
    }

    @ParameterizedTest
    @CsvSource({"client, OK, ok", "revoked, FAIL, certificate revoked", "leaf+inter, OK, ok"})
    void withARevocationList(String chain, Verify verify, String message) throws GeneralSecurityException {
        assertThat(check(CertificatePurpose.CLIENT, true).check(read(chain.split("\\+", -1))))
                .isEqualTo(new ChainCheck.Result(verify, message));
    }

    /// CRLPath: the list is in a file whose name is the hash of the issuer's name.
    @ParameterizedTest
    @CsvSource({"client, OK, ok", "revoked, FAIL, certificate revoked"})
    void withADirectoryOfLists(String chain, Verify verify, String message) throws GeneralSecurityException {
        String name = "/crls/" + HashedDirectory.hash(read("ca").getFirst().getSubjectX500Principal()) + ".r0";
        TlsFileSource files = (path, _) -> path.equals(name)
                ? new TlsFile.Found(TestFiles.content("crl.pem"))
                : new TlsFile.Unusable("No such file or directory");
        Revocation lists = new Revocation(List.of(), new HashedDirectory("/crls", files), true);
        Authorities authorities = new Authorities(read("ca"), new HashedDirectory("", files));
        assertThat(new ChainCheck(authorities, lists, CertificatePurpose.CLIENT, NOW)
                        .check(read(chain.split("\\+", -1))))
                .isEqualTo(new ChainCheck.Result(verify, message));
    }

    @Test
    void aSwitchTakesCertificatesOfServersFromClients() throws GeneralSecurityException {
        assertThat(check(CertificatePurpose.CLIENT_OR_SERVER, false)
                        .check(read("srvonly"))
                        .verify())
                .isEqualTo(Verify.OK);
        assertThat(check(CertificatePurpose.SERVER, false).check(read("client")).verify())
                .isEqualTo(Verify.FAIL);
    }

    @ParameterizedTest
    @CsvSource({"sha1, CA signature digest algorithm too weak", "rsa1k, EE certificate key too weak"})
    void weakKeysAndDigestsAreWorthNothing(String chain, String message) throws GeneralSecurityException {
        assertThat(check(CertificatePurpose.CLIENT, false).check(read(chain)))
                .isEqualTo(new ChainCheck.Result(Verify.FAIL, message));
    }
}
