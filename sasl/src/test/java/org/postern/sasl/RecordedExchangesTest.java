package org.postern.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.postern.base.Ascii;

/// The formulas against the examples of the RFCs and against exchanges recorded from sendmail 8.17 with Cyrus SASL.
class RecordedExchangesTest {
    private static DigestDirectives directives(String text) {
        return DigestDirectives.parse(Ascii.bytes(text)).orElseThrow();
    }

    private static byte[] decoded(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    @Test
    void cramMd5OfRfc2195() {
        assertThat(CramMd5.digest(
                        Secret.ofUtf8("tanstaaftanstaaf"), Ascii.bytes("<1896.697170952@postoffice.reston.mci.net>")))
                .isEqualTo("b913a602c7eda7a495b4e6e7334d3890");
    }

    @Test
    void cramMd5OfSendmail() {
        assertThat(Ascii.text(CramMd5.response(
                        "alice", Secret.ofUtf8("secret"), Ascii.bytes("<2633881353.180022@exam.test>"))))
                .isEqualTo("alice ce544ff5e67fb33b915f02ce2597a96e");
    }

    @Test
    void digestMd5OfRfc2831() {
        DigestFormula formula = DigestFormula.of(
                "chris",
                "elwood.innosoft.com",
                Secret.ofUtf8("secret"),
                "",
                true,
                directives("charset=utf-8,username=\"chris\",realm=\"elwood.innosoft.com\",nonce=\"OA6MG9tEQGm2hh\","
                        + "nc=00000001,cnonce=\"OA6MHXh6VqTrRk\",digest-uri=\"imap/elwood.innosoft.com\","
                        + "response=d388dad90d4bbd760a152321f2143af7,qop=auth"));
        assertThat(formula.response()).isEqualTo("d388dad90d4bbd760a152321f2143af7");
        assertThat(formula.serverResponse()).isEqualTo("ea40f60335c427b5527b84dbabcdfffd");
    }

    @Test
    void digestMd5OfSendmail() {
        DigestFormula formula = DigestFormula.of(
                "alice",
                "exam.test",
                Secret.ofUtf8("secret"),
                "",
                true,
                directives("username=\"alice\",realm=\"exam.test\","
                        + "nonce=\"oA60fZbWEwZ71eKBKJ5pUQjnLnCpJNAgDNOcvzqW+QM=\",cnonce=\"997060d3b0b9d3595172b750\","
                        + "nc=00000001,qop=auth,digest-uri=\"smtp/mx.exam.test\","
                        + "response=cd033b9d7de6d7163e225537b247bf11,charset=utf-8"));
        assertThat(formula.response()).isEqualTo("cd033b9d7de6d7163e225537b247bf11");
        assertThat(formula.serverResponse()).isEqualTo("80d6f224734d9056160bfef4b6f970b5");
    }

    @Test
    void scramSha256OfRfc7677() {
        ScramKeys keys =
                ScramKeys.derive(ScramHash.SHA_256, Secret.ofUtf8("pencil"), decoded("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096);
        String nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        byte[] authMessage = Ascii.bytes(
                "n=user,r=rOprNGfwEbeRWgbNEkqO,r=" + nonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=" + nonce);
        assertThat(keys.proves(ScramHash.SHA_256, decoded("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="), authMessage))
                .isTrue();
        assertThat(ScramHash.SHA_256.mac(keys.serverKey().bytes(), authMessage))
                .isEqualTo(decoded("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
    }

    @Test
    void scramSha1OfRfc5802() {
        ScramKeys keys = ScramKeys.derive(ScramHash.SHA_1, Secret.ofUtf8("pencil"), decoded("QSXCR+Q6sek8bf92"), 4096);
        String nonce = "fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j";
        byte[] authMessage = Ascii.bytes(
                "n=user,r=fyko+d2lbbFgONRv9qkxdawL,r=" + nonce + ",s=QSXCR+Q6sek8bf92,i=4096,c=biws,r=" + nonce);
        assertThat(keys.proves(ScramHash.SHA_1, decoded("v0X8v3Bz2T0CJGbJQyF0X+HI4Ts="), authMessage))
                .isTrue();
        assertThat(ScramHash.SHA_1.mac(keys.serverKey().bytes(), authMessage))
                .isEqualTo(decoded("rmF9pqV8S7suAoZWja4dJRkFsKQ="));
    }

    @Test
    void scramSha256OfSendmail() {
        ScramKeys keys = ScramKeys.derive(
                ScramHash.SHA_256,
                Secret.ofUtf8("secret"),
                decoded("MGuAAgyU67j81jsx3x9LegimMBAFWQBCoz4wfJmIzkw="),
                4096);
        String nonce = "iCmiVA1Llg2bxwSmasBb9aF-c70POLvhqCo4OZcwiL8yl3R1tZLhlokn";
        byte[] authMessage = Ascii.bytes("n=alice,r=iCmiVA1Llg2bxwSmasBb9aF-,r=" + nonce
                + ",s=MGuAAgyU67j81jsx3x9LegimMBAFWQBCoz4wfJmIzkw=,i=4096,c=biws,r=" + nonce);
        assertThat(keys.proves(ScramHash.SHA_256, decoded("s/auY9g20e/33iB3uaHH2isI5cJS9T+/BwM+uMFePgU="), authMessage))
                .isTrue();
        assertThat(ScramHash.SHA_256.mac(keys.serverKey().bytes(), authMessage))
                .isEqualTo(decoded("nToJZ5Das0ZDK10aEvRURAmApWItToYMqNRD4WYWQf4="));
    }

    @Test
    void saslPrepOfRfc4013() {
        assertThat(SaslPrep.prepare("I\u00adX")).contains("IX");
        assertThat(SaslPrep.prepare("user")).contains("user");
        assertThat(SaslPrep.prepare("USER")).contains("USER");
        assertThat(SaslPrep.prepare("\u00aa")).contains("a");
        assertThat(SaslPrep.prepare("\u2168")).contains("IX");
        assertThat(SaslPrep.prepare("\u0007")).isEmpty();
        assertThat(SaslPrep.prepare("\u06271")).isEmpty();
        assertThat(SaslPrep.prepare("a\u00a0b")).contains("a b");
    }
}
