package org.postern.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.base.Ascii;
import org.postern.base.SystemClock;

/// The lines are those of sendmail 8.17.1.9 for the same files.
class TlsContextsTest {
    private final Map<String, TlsFile> instead = new HashMap<>();

    private TlsContexts build(String certificate, String key, String authorities) {
        return build(certificate, key, authorities, "", "");
    }

    private TlsContexts build(String certificate, String key, String authorities, String ciphers, String digest) {
        TlsSettings settings = new TlsSettings(
                new TlsSettings.Side(certificate, key, authorities, "", ""),
                TlsSettings.Side.EMPTY,
                "",
                "",
                ciphers,
                "",
                "",
                "",
                digest,
                false);
        return TlsContexts.build(settings, this::read, new SystemClock());
    }

    private TlsFile read(String path, TlsFileSource.Use use) {
        return instead.containsKey(path)
                ? instead.getOrDefault(path, new TlsFile.Unusable(""))
                : new TlsFile.Found(TestFiles.content(path));
    }

    private static List<String> lines(TlsContexts contexts) {
        return contexts.notices().stream().map(TlsNotice::text).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "server.pem, server.key",
        "server.pem, server-sec1.key",
        "rsa.pem, rsa.key",
        "rsa.pem, rsa-pkcs1.key",
        "ed.pem, ed.key",
        "both.pem, both.pem",
        "'server.pem,rsa.pem', 'server.key,rsa.key'"
    })
    void keysInAllForms(String certificate, String key) {
        TlsContexts contexts = build(certificate, key, "ca.pem");
        assertThat(contexts.server()).isPresent();
        assertThat(lines(contexts)).containsExactly("STARTTLS=server, init=1", "STARTTLS=client, init=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"encrypted.key", "encrypted-pkcs8.key", "ca.pem"})
    void keysThatCannotBeUsed(String key) {
        TlsContexts contexts = build("server.pem", key, "ca.pem");
        assertThat(contexts.server()).isEmpty();
        assertThat(contexts.client()).isPresent();
        assertThat(lines(contexts)).contains("STARTTLS=server, error: SSL_CTX_use_PrivateKey_file(" + key + ") failed");
    }

    @Test
    void curveInABlockOfItsOwn() throws GeneralSecurityException {
        assertThat(PemFile.of(TestFiles.content("with-parameters.key"))
                        .privateKey()
                        .getAlgorithm())
                .isEqualTo("EC");
    }

    @Test
    void aKeyOfAnotherCertificate() {
        assertThat(lines(build("server.pem", "client.key", "")))
                .contains("STARTTLS=server, error: SSL_CTX_check_private_key failed(client.key): 0");
    }

    /// TLS-13: an unsafe key is not used, and the line is sendmail's.
    @Test
    void anUnsafeKeyMeansNoStarttls() {
        instead.put("server.key", new TlsFile.Unusable("Group readable file"));
        TlsContexts contexts = build("server.pem", "server.key", "ca.pem");
        assertThat(contexts.server()).isEmpty();
        assertThat(lines(contexts)).contains("STARTTLS=server: file server.key unsafe: Group readable file");
        assertThat(contexts.notices().getFirst().problem()).isTrue();
    }

    @Test
    void filesThatAreMissingOrNoCertificates() {
        assertThat(lines(build("", "", "")))
                .contains("STARTTLS: ServerCertFile missing", "STARTTLS: ServerKeyFile missing");
        instead.put("garbage.pem", new TlsFile.Found(Ascii.bytes("garbage\n")));
        assertThat(lines(build("garbage.pem", "server.key", "")))
                .contains("STARTTLS=server, error: SSL_CTX_use_certificate_file(garbage.pem) failed");
        assertThat(lines(build("server.pem", "server.key", "garbage.pem")))
                .contains("STARTTLS=server, error: load verify locs , garbage.pem failed: 0");
    }

    @Test
    void aWrongListOfCiphersIsLeftOut() {
        TlsContexts contexts = build("server.pem", "server.key", "ca.pem", "NOSUCH", "nosuch");
        assertThat(contexts.server()).isPresent();
        assertThat(lines(contexts))
                .contains(
                        "STARTTLS=server, error: SSL_CTX_set_cipher_list(NOSUCH) failed, list ignored",
                        "STARTTLS=init, CertFingerprintAlgorithm=nosuch, status=invalid");
    }

    @Test
    void whatIsAskedForAndNotDoneIsInTheLog() {
        TlsSettings settings = new TlsSettings(
                new TlsSettings.Side("server.pem", "server.key", "ca.pem", "", "SSL_OP_NO_TICKET,SSL_OP_ALL"),
                new TlsSettings.Side("", "", "ca.pem", "", "-SSL_OP_NO_TLSv1"),
                "",
                "",
                "",
                "",
                "/etc/mail/dh.pem",
                "",
                "",
                false);
        assertThat(lines(TlsContexts.build(settings, this::read, new SystemClock())))
                .containsExactly(
                        "STARTTLS=server: SSL option SSL_OP_NO_TICKET has no effect",
                        "STARTTLS=server: DHParameters=/etc/mail/dh.pem (2048 bits are used) has no effect",
                        "STARTTLS=server, init=1",
                        "STARTTLS=client: SSL option -SSL_OP_NO_TLSv1 has no effect",
                        "STARTTLS=client, init=1");
    }

    @Test
    void newFilesAreSeen() {
        TlsContexts contexts = build("server.pem", "server.key", "ca.pem");
        assertThat(contexts.haveFilesChanged(this::read)).isFalse();
        instead.put("server.pem", new TlsFile.Found(TestFiles.content("rsa.pem")));
        assertThat(contexts.haveFilesChanged(this::read)).isTrue();
        assertThat(contexts.withFilesOf(build("server.pem", "server.key", "ca.pem"))
                        .haveFilesChanged(this::read))
                .isFalse();
    }
}
