package org.postern.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class PlainAlertTest {
    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    @Test
    void anAlertInTheClearHasItsName() {
        assertThat(PlainAlert.first(bytes("15030300020230"))).contains("unknown_ca");
        assertThat(PlainAlert.first(bytes("1503030002022a1703"))).contains("bad_certificate");
    }

    @Test
    void nothingElseIsOne() {
        assertThat(PlainAlert.first(bytes("1503030013020230"))).isEmpty();
        assertThat(PlainAlert.first(bytes("170303000202ff"))).isEmpty();
        assertThat(PlainAlert.first(bytes("150303000202ff"))).isEmpty();
        assertThat(PlainAlert.first(bytes("1503"))).isEmpty();
        assertThat(PlainAlert.first(bytes(""))).isEmpty();
    }

    @Test
    void itIsToldInTheWordsOfOpenssl() {
        SSLException failed = new SSLException("Unexpected exception");
        assertThat(FailureWords.ofAlert("unknown_ca", failed).reason()).isEqualTo("tlsv1 alert unknown ca");
        assertThat(FailureWords.ofAlert("bad_certificate", failed).reason()).isEqualTo("sslv3 alert bad certificate");
    }
}
