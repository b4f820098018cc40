package org.postern.tls;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;

/// PEM and DER from files that somebody else made: any bytes give certificates, keys, requests, or the exception that
/// says why not.
class PemFuzzTest {
    private interface Reading {
        void of(PemFile file) throws GeneralSecurityException;
    }

    /// PARSE-10: certificates of any bytes end in facts or a refusal.
    @FuzzTest(maxDuration = "2m")
    void anyBytesEndWell(byte[] input) {
        List<Reading> readings = List.of(
                file -> {
                    for (X509Certificate certificate : file.certificates()) {
                        String line = DistinguishedName.of(
                                        certificate.getSubjectX500Principal().getEncoded())
                                .oneLine();
                        if (line.chars().anyMatch(c -> c < ' ' || c > '~')) {
                            throw new AssertionError("a control character in " + line);
                        }
                    }
                },
                PemFile::revocationLists,
                PemFile::privateKey);
        for (Reading reading : readings) {
            try {
                reading.of(PemFile.of(input));
            } catch (GeneralSecurityException _) {
                // said why not
            }
        }
    }
}
