package org.postern.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.base.Ascii;
import org.postern.base.SystemClock;
import org.postern.testkit.ProgramRun;

/// openssl reads and accepts all that is made.
class CertificateMakerTest {
    private static final CertificateSubject AUTHORITY = new CertificateSubject("Exam CA", "Exam, Inc.", List.of());
    private static final CertificateSubject HOST =
            new CertificateSubject("mx.exam.test", "", List.of("mx.exam.test", "*.exam.test"));

    @TempDir
    Path folder;

    private final CertificateMaker maker = new CertificateMaker(new SystemClock(), new SecureRandom());

    private String openssl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        return ProgramRun.of(command, "", folder, 60).succeeded().output();
    }

    private void write(String name, CertificateMaker.Made made) throws IOException {
        Files.writeString(folder.resolve(name + ".key"), made.key());
        Files.writeString(folder.resolve(name + ".pem"), made.certificate());
    }

    @ParameterizedTest
    @EnumSource
    void opensslAcceptsAuthorityAndServer(CertificateMaker.KeyKind kind) throws Exception {
        CertificateMaker.Made authority = maker.selfSigned(AUTHORITY, CertificateMaker.Use.AUTHORITY, kind, 20_000);
        CertificateMaker.Made server = maker.issued(authority, HOST, CertificateMaker.Use.SERVER, kind, 365);
        write("ca", authority);
        write("mx", server);
        assertThat(openssl("verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", "ca.pem", "mx.pem"))
                .contains("mx.pem: OK");
        assertThat(openssl(
                        "verify",
                        "-x509_strict",
                        "-purpose",
                        "sslclient",
                        "-verify_hostname",
                        "a.exam.test",
                        "-CAfile",
                        "ca.pem",
                        "mx.pem"))
                .contains("mx.pem: OK");
        assertThat(openssl("x509", "-in", "mx.pem", "-noout", "-issuer", "-subject", "-nameopt", "oneline"))
                .contains("issuer=O = \"Exam, Inc.\", CN = Exam CA", "subject=CN = mx.exam.test");
        assertThat(openssl("pkey", "-in", "mx.key", "-check", "-noout")).contains("valid");
        assertThat(PemFile.of(Ascii.bytes(server.key())).privateKey()).isNotNull();
    }

    @Test
    void signsTheRequestsOfOpenssl() throws Exception {
        CertificateMaker.Made authority =
                maker.selfSigned(AUTHORITY, CertificateMaker.Use.AUTHORITY, CertificateMaker.KeyKind.EC, 100);
        write("ca", authority);
        openssl(
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "c.key",
                "-out",
                "c.csr",
                "-subj",
                "/C=DE/CN=client.exam.test",
                "-addext",
                "subjectAltName=DNS:client.exam.test,DNS:no..name");
        String request = Files.readString(folder.resolve("c.csr"));
        Files.writeString(folder.resolve("c.pem"), maker.signed(authority, request, CertificateMaker.Use.CLIENT, 30));
        assertThat(openssl("verify", "-x509_strict", "-purpose", "sslclient", "-CAfile", "ca.pem", "c.pem"))
                .contains("c.pem: OK");
        X509Certificate made = PemFile.of(Files.readAllBytes(folder.resolve("c.pem")))
                .certificates()
                .getFirst();
        assertThat(CertificateNames.alternatives(made)).containsExactly("client.exam.test");
        assertThatThrownBy(() ->
                        maker.signed(authority, request.replaceFirst("MII", "MIJ"), CertificateMaker.Use.CLIENT, 30))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void onlyAnAuthoritySigns() throws GeneralSecurityException {
        CertificateMaker.Made host =
                maker.selfSigned(HOST, CertificateMaker.Use.SERVER, CertificateMaker.KeyKind.EC, 10);
        assertThatThrownBy(() -> maker.issued(host, HOST, CertificateMaker.Use.SERVER, CertificateMaker.KeyKind.EC, 10))
                .hasMessage("the certificate is not one of an authority");
        assertThat(CertificateReport.isGoodFor(host.certificate(), "mx.exam.test", 0))
                .isTrue();
        assertThat(CertificateReport.isGoodFor(host.certificate(), "mx.other.test", 0))
                .isFalse();
        assertThat(CertificateReport.isGoodFor(host.certificate(), "mx.exam.test", Long.MAX_VALUE))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "mx..test", "mx.exam.test.", "-a.test", "m_x.test", "a.*.test", ""})
    void namesThatAreNotQualified(String name) {
        assertThat(CertificateSubject.complaint(name)).isPresent();
    }

    @Test
    void aReportForPeople() throws GeneralSecurityException {
        assertThat(CertificateReport.of(TestFiles.content("ca.pem"), new SystemClock()))
                .contains(
                        "subject       /C=US/O=Sendmail, Inc./CN=Relay CA",
                        "CertSubject:  /C=US/O=Sendmail,+20Inc./CN=Relay+20CA");
        assertThat(CertificateReport.of(TestFiles.content("expired.pem"), new SystemClock()))
                .contains("to            2021-01-01T00:00:00Z  (has expired)");
    }
}
