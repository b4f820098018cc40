package org.postern.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.base.Ascii;
import org.postern.base.SystemClock;

/// The options of single handshakes. Complaints are those of the real sendmail 8.17.
final class HandshakeOptionsTest {
    private static HandshakeOptions good(String text) {
        assertThat(HandshakeOptions.read(text)).isInstanceOf(HandshakeOptions.Reading.Good.class);
        return ((HandshakeOptions.Reading.Good) HandshakeOptions.read(text)).options();
    }

    @Test
    void readsAllWords() {
        assertThat(good("\"Options=SSL_OP_NO_TLSv1_3 , SSL_OP_ALL; CipherList=HIGH;ciphersuites=A:B ;"
                        + "CertFile=/a.pem; KeyFile=/a.key; Flags=Rc; sts=secure; servername=hostname;\""))
                .isEqualTo(new HandshakeOptions(
                        "SSL_OP_NO_TLSv1_3 , SSL_OP_ALL", "HIGH", "A:B", "/a.pem", "/a.key", "Rc", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", " ", "sts=secure"})
    void mayAskNothing(String text) {
        assertThat(good(text)).isEqualTo(HandshakeOptions.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense | invalid_syntax, opt=nonsense",
                "Flags= | invalid_syntax, opt=Flags",
                "Bogus=1 | unknown_option, opt=Bogus",
                "sts=bogus | unknown_option, opt=sts",
                "servername=far.example | servername, invalid_value=far.example",
                "CertFile=/a.pem | only_one_of_CertFile/KeyFile_specified",
                "KeyFile=/a.key | only_one_of_CertFile/KeyFile_specified",
                "Flags=R;;Flags=R | 'invalid_syntax, opt='"
            })
    void saysWhatIsWrong(String text, String complaint) {
        assertThat(HandshakeOptions.read(text)).isEqualTo(new HandshakeOptions.Reading.Wrong(complaint));
    }

    private static TlsServerContext host() throws Exception {
        CertificateMaker.Made made = new CertificateMaker(new SystemClock(), new SecureRandom())
                .selfSigned(
                        new CertificateSubject("host", "", List.of()),
                        CertificateMaker.Use.SERVER,
                        CertificateMaker.KeyKind.EC,
                        1);
        Map<String, byte[]> files = Map.of("cert", Ascii.bytes(made.certificate()), "key", Ascii.bytes(made.key()));
        return TlsContexts.build(
                        TlsSettings.of(new TlsSettings.Side("cert", "key", "", "", ""), TlsSettings.Side.EMPTY),
                        (path, _) -> files.containsKey(path)
                                ? new TlsFile.Found(files.getOrDefault(path, new byte[0]))
                                : new TlsFile.Unusable("No such file or directory"),
                        new SystemClock())
                .server()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Options=SSL_OP_NO_BOGUS | tls_srv_features=SSL_OP_NO_BOGUS, error=SSL_OP not found",
                "Options=SSL_OP_NO_TLSv1_3,SSL_OP_NO_TLSv1_2 | STARTTLS=server, error: no version of TLS is left",
                "CipherList=BOGUS | STARTTLS=server, error: SSL_set_cipher_list(BOGUS) failed",
                "CipherSuites=BOGUS | STARTTLS=server, error: SSL_set_ciphersuites(BOGUS) failed"
            })
    void whatCannotBeMakesNoContext(String text, String notice) throws Exception {
        HandshakeContext<TlsServerContext> made = host().with(good(text));
        assertThat(made.context()).isEmpty();
        assertThat(made.notices()).extracting(TlsNotice::text).containsExactly(notice);
    }

    @Test
    void aMissingCertificateLeavesTheHostsOwn() throws Exception {
        HandshakeContext<TlsServerContext> made = host().with(good("CertFile=/none.pem; KeyFile=/none.key"));
        assertThat(made.context().orElseThrow().material().keys()).hasSize(1);
        assertThat(made.notices().getFirst().text())
                .isEqualTo("STARTTLS=server: file /none.pem unsafe: No such file or directory");
    }

    @Test
    void eachSetOfOptionsHasAContextOfItsOwn() throws Exception {
        TlsServerContext host = host();
        TlsServerContext older =
                host.with(good("Options=SSL_OP_NO_TLSv1_3")).context().orElseThrow();
        assertThat(older.material().protocols()).containsExactly("TLSv1.2");
        assertThat(older).isNotSameAs(host);
        assertThat(host.with(good("Options=SSL_OP_NO_TLSv1_3")).context()).containsSame(older);
        assertThat(host.with(good("Flags=c")).context()).containsSame(host);
    }
}
