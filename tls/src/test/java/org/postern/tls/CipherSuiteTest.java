package org.postern.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CipherSuiteTest {
    @ParameterizedTest
    @CsvSource({
        "TLS_AES_256_GCM_SHA384, TLS_AES_256_GCM_SHA384, 256",
        "TLS_AES_128_GCM_SHA256, TLS_AES_128_GCM_SHA256, 128",
        "TLS_CHACHA20_POLY1305_SHA256, TLS_CHACHA20_POLY1305_SHA256, 256",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, ECDHE-RSA-AES256-GCM-SHA384, 256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, ECDHE-ECDSA-AES128-SHA256, 128",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, ECDHE-ECDSA-CHACHA20-POLY1305, 256",
        "TLS_DHE_RSA_WITH_AES_256_CBC_SHA, DHE-RSA-AES256-SHA, 256",
        "TLS_RSA_WITH_AES_128_CBC_SHA, AES128-SHA, 128",
        "SSL_RSA_WITH_3DES_EDE_CBC_SHA, DES-CBC3-SHA, 168",
        "TLS_NEW_THING, TLS_NEW_THING, 0"
    })
    void opensslsNames(String java, String name, int bits) {
        assertThat(CipherSuite.of(java)).isEqualTo(new CipherSuite(name, bits));
    }

    private static final List<String> AVAILABLE = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
            "TLS_DHE_RSA_WITH_AES_128_CBC_SHA");

    @ParameterizedTest
    @CsvSource({
        "HIGH:!aNULL:!eNULL, 7",
        "ECDHE-RSA-AES256-GCM-SHA384:DHE-RSA-AES128-SHA, 2",
        "ECDHE+AESGCM:!ECDSA, 2",
        "EECDH+AES128:EDH+AES256, 3",
        "ALL:!kEDH:-SHA256:@STRENGTH, 4",
        "ALL:!AES128:AES128, 4",
        "TLSv1.2:!ECDHE, 1",
        "NOSUCH, 0",
        "RC4:3DES, 0"
    })
    void listsInOpensslsLanguage(String list, int count) {
        assertThat(CipherList.choose(list, AVAILABLE)).hasSize(count);
    }

    @Test
    void orderAndMovingToTheEnd() {
        assertThat(CipherList.choose("DHE+AESGCM:ECDHE+CHACHA20", AVAILABLE))
                .containsExactly("TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
        assertThat(CipherList.choose("ALL:+ECDHE", AVAILABLE).getFirst()).startsWith("TLS_DHE_");
    }

    @Test
    void optionsThatNameVersions() {
        assertThat(SslOptions.of("").protocols()).containsExactly("TLSv1.3", "TLSv1.2");
        assertThat(SslOptions.of("+SSL_OP_NO_TLSv1_3,SSL_OP_ALL").protocols()).containsExactly("TLSv1.2");
        assertThat(SslOptions.of("+SSL_OP_NO_TLSv1_3 -SSL_OP_NO_TLSv1_3").protocols())
                .hasSize(2);
        assertThat(SslOptions.of("0x08000000").protocols()).containsExactly("TLSv1.3");
        assertThat(SslOptions.of("SSL_OP_CIPHER_SERVER_PREFERENCE").serverChooses())
                .isTrue();
        assertThat(SslOptions.of("nonsense").unknown()).containsExactly("nonsense");
    }

    /// Words that ask for what is always so, or work around what is gone, need no line in the log.
    @ParameterizedTest
    @CsvSource({
        "SSL_OP_ALL, ''",
        "SSL_OP_NO_SSLv2 SSL_OP_NO_SSLv3 SSL_OP_NO_TLSv1 SSL_OP_NO_TLSv1_1, ''",
        "SSL_OP_NO_COMPRESSION SSL_OP_NO_RENEGOTIATION SSL_OP_SINGLE_ECDH_USE SSL_OP_TLSEXT_PADDING, ''",
        "SSL_OP_NO_TICKET SSL_OP_ALL SSL_OP_PRIORITIZE_CHACHA, SSL_OP_NO_TICKET SSL_OP_PRIORITIZE_CHACHA",
        "+SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION, +SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION",
        "SSL_OP_ALLOW_NO_DHE_KEX SSL_OP_LEGACY_SERVER_CONNECT, SSL_OP_ALLOW_NO_DHE_KEX SSL_OP_LEGACY_SERVER_CONNECT",
        "-SSL_OP_NO_TLSv1 -SSL_OP_NO_SSLv3 -SSL_OP_NO_TICKET, -SSL_OP_NO_TLSv1 -SSL_OP_NO_SSLv3",
        "0x28000000, ''",
        "0x20004000 1, 0x20004000 1"
    })
    void whatDoesNotHappenIsNamed(String options, String idle) {
        assertThat(SslOptions.of(options).unknown()).isEmpty();
        assertThat(String.join(" ", SslOptions.of(options).idle())).isEqualTo(idle);
    }

    @Test
    void cipherSuitesAreForTheNewestVersionAndKeepTheirOrder() {
        List<String> complaints = new ArrayList<>();
        assertThat(SuiteChoice.of(
                        "TLS_CHACHA20_POLY1305_SHA256:NOSUCH:TLS_AES_128_GCM_SHA256",
                        "ECDHE-RSA-AES256-GCM-SHA384",
                        complaints::add))
                .containsExactly(
                        "TLS_CHACHA20_POLY1305_SHA256",
                        "TLS_AES_128_GCM_SHA256",
                        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
        assertThat(complaints).isEmpty();
        assertThat(SuiteChoice.of("NOSUCH", "ECDHE-RSA-AES256-GCM-SHA384", complaints::add))
                .hasSize(4);
        assertThat(complaints).containsExactly("SSL_CTX_set_ciphersuites(NOSUCH) failed, suites ignored");
    }

    @Test
    void withoutParametersThereAreNoSuitesThatNeedThem() {
        assertThat(SuiteChoice.withParameters(AVAILABLE, "none"))
                .hasSize(6)
                .noneMatch(suite -> suite.contains("_DHE_"));
        for (String other : List.of("", "i", "2048", "/etc/mail/dh.pem", "5", "1")) {
            assertThat(SuiteChoice.withParameters(AVAILABLE, other)).isEqualTo(AVAILABLE);
        }
    }
}
