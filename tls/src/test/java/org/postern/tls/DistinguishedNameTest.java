package org.postern.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The texts are what the macros of sendmail 8.17.1.9 held for the same certificates; the hashes are openssl's.
class DistinguishedNameTest {
    private static DistinguishedName subject(String name) throws GeneralSecurityException {
        X509Certificate certificate =
                PemFile.of(TestFiles.content(name + ".pem")).certificates().getFirst();
        return DistinguishedName.of(certificate.getSubjectX500Principal().getEncoded());
    }

    @ParameterizedTest
    @CsvSource({
        "client, /C=US/O=Postern/CN=client.exam.test, client.exam.test",
        "ca, '/C=US/O=Sendmail,+20Inc./CN=Relay+20CA', Relay+20CA",
        "odd, /C=US/O=A+20+28B+29+20+3CC+3E+20+22D+22+20/OU=plus/CN=Zo+5CxC3+5CxAB+20M+5CxC3+5CxBCller/emailAddress=a@b.c/UID=u1/DC=exam, Zo+C3+AB+20M+C3+BCller",
        "multi, /C=US/O=one+2BOU=two/CN=first/CN=second, first",
        "nocn, /C=US/O=No+20Name, BadCertificateUnknown",
        "self, /CN=self.exam.test, self.exam.test"
    })
    void asInTheMacrosOfSendmail(String certificate, String line, String commonName) throws GeneralSecurityException {
        assertThat(subject(certificate).encoded()).isEqualTo(line);
        assertThat(subject(certificate).commonName().text()).isEqualTo(commonName);
    }

    @Test
    void aLongNameEndsWithItsLastWholePart() throws GeneralSecurityException {
        assertThat(subject("long").encoded())
                .isEqualTo("/C=US/O=" + "o".repeat(60) + "/OU=" + "p".repeat(60) + "/L=" + "l".repeat(100));
        assertThat(subject("long").commonName().text()).isEqualTo("endcn");
    }

    @ParameterizedTest
    @CsvSource({
        "ca, 28d1d4da",
        "odd, 90a0e1b0",
        "multi, b3ff4aaf",
        "server, 05e540ae",
        "nocn, 999c6ebe",
        "long, 20f5bcf7"
    })
    void opensslsHashOfANameIsTheNameOfItsFile(String certificate, String hash) throws GeneralSecurityException {
        X509Certificate read = PemFile.of(TestFiles.content(certificate + ".pem"))
                .certificates()
                .getFirst();
        assertThat(HashedDirectory.hash(read.getSubjectX500Principal())).isEqualTo(hash);
    }

    private static DistinguishedName commonName(byte[] text) {
        byte[] attribute =
                DerWriter.sequence(DerWriter.objectIdentifier("2.5.4.3"), DerWriter.value(DerReader.UTF8_STRING, text));
        return DistinguishedName.of(DerWriter.sequence(DerWriter.setOf(List.of(attribute))));
    }

    /// TLS-04, PARSE-10: names that are made to be read as others.
    @Test
    void namesThatNobodyMayBelieve() {
        assertThat(commonName("good.example\0.evil.example".getBytes(StandardCharsets.US_ASCII))
                        .commonName())
                .isEqualTo(new DistinguishedName.CommonName("BadCertificateContainsNUL", "CN contains NUL"));
        assertThat(commonName("x".repeat(255).getBytes(StandardCharsets.US_ASCII))
                        .commonName())
                .isEqualTo(new DistinguishedName.CommonName("BadCertificateTooLong", "CN too long"));
        assertThat(commonName("a\r\nb\\".getBytes(StandardCharsets.US_ASCII)).encoded())
                .isEqualTo("/CN=a+5Cx0D+5Cx0Ab+5C");
        assertThat(commonName("a/O=b+c".getBytes(StandardCharsets.US_ASCII)).oneLine())
                .isEqualTo("/CN=a\\/O=b\\+c");
        assertThat(DistinguishedName.of(new byte[] {0x30, 0x7f, 1}).commonName().text())
                .isEqualTo("BadCertificateUnknown");
    }
}
