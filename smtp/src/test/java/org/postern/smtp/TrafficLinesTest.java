package org.postern.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.base.Ascii;

class TrafficLinesTest {
    private final List<String> lines = new ArrayList<>();
    private final TrafficLines traffic =
            new TrafficLines((session, direction, text) -> lines.add(session + " " + direction.sign() + " " + text), 7);

    private void heard(String text) {
        traffic.heard(Ascii.bytes(text), 0, text.length());
    }

    private void said(String text) {
        traffic.said(Ascii.bytes(text), 0, text.length());
    }

    @Test
    void linesOfBothSidesComeWholeAndInOrder() {
        said("220 mx ESMTP\r\n");
        heard("EH");
        heard("LO c\r\nNOOP\n");
        said("250-mx\r\n250 HELP\r\n250 OK\r\n");
        heard("DATA\r\n");
        said("354 go\r\n");
        heard("Subject: x\r\n\tmore\r\n\r\n..dot\r\n.\r\nQUI");
        traffic.ended();
        assertThat(lines)
                .containsExactly(
                        "7 >>> 220 mx ESMTP",
                        "7 <<< EHLO c",
                        "7 <<< NOOP",
                        "7 >>> 250-mx",
                        "7 >>> 250 HELP",
                        "7 >>> 250 OK",
                        "7 <<< DATA",
                        "7 >>> 354 go",
                        "7 <<< Subject: x",
                        "7 <<< \tmore",
                        "7 <<< ",
                        "7 <<< ..dot",
                        "7 <<< .",
                        "7 <<< QUI",
                        "7 <<< [EOF]");
    }

    @Test
    void aTextFromElsewhereAndWhatHappensToAConnection() {
        heard("Subject: x\n\nend");
        traffic.textEnded();
        traffic.textEnded();
        traffic.noted("CONNECT /run/a\tb\u0001");
        assertThat(lines)
                .containsExactly("7 <<< Subject: x", "7 <<< ", "7 <<< end[EOF]", "7 === CONNECT /run/a\tb\\001");
    }

    @Test
    void secretsThatComeBeforeTheirTurnAreMasked() {
        heard("AUTH LOGIN\r\nYWxpY2U=\r\nc2VjcmV0\r\n");
        said("334 VXNlcm5hbWU6\r\n334 UGFzc3dvcmQ6\r\n501 5.5.4 cannot decode AUTH parameter hunter2\r\n");
        heard("NOOP\r\n");
        assertThat(lines)
                .containsExactly(
                        "7 <<< AUTH LOGIN",
                        "7 <<< [masked]",
                        "7 <<< [masked]",
                        "7 >>> 334 VXNlcm5hbWU6",
                        "7 >>> 334 UGFzc3dvcmQ6",
                        "7 >>> 501 5.5.4 cannot decode AUTH parameter [masked]",
                        "7 <<< NOOP");
    }

    @Test
    void secretsAreMasked() {
        heard("AUTH PLAIN AGFsaWNlAHNlY3JldA==\r\n");
        said("535 5.7.0 no\r\n");
        heard("  AuTh XYZ  c2VjcmV0\r\n");
        said("501 5.5.4 cannot BASE64 decode 'c2VjcmV0'\r\n");
        heard("auth login\r\n");
        said("334 VXNlcm5hbWU6\r\n");
        heard("YWxpY2U=\r\n");
        said("334 UGFzc3dvcmQ6\r\n");
        heard("c2VjcmV0\r\n");
        said("235 2.0.0 OK Authenticated\r\n");
        heard("MAIL FROM:<a@b>\r\n");
        assertThat(lines)
                .containsExactly(
                        "7 <<< AUTH PLAIN [masked]",
                        "7 >>> 535 5.7.0 no",
                        "7 <<<   AuTh XYZ [masked]",
                        "7 >>> 501 5.5.4 cannot BASE64 decode '[masked]",
                        "7 <<< auth login",
                        "7 >>> 334 VXNlcm5hbWU6",
                        "7 <<< [masked]",
                        "7 >>> 334 UGFzc3dvcmQ6",
                        "7 <<< [masked]",
                        "7 >>> 235 2.0.0 OK Authenticated",
                        "7 <<< MAIL FROM:<a@b>");
    }

    @Test
    void whatIsNotPrintableIsEscapedAndLongLinesAreCut() {
        heard("NOOP \u001b[2J\r\0\u00e9\r\n");
        heard("x".repeat(5000) + "\r\n");
        assertThat(lines).hasSize(4).startsWith("7 <<< NOOP \\033[2J\\015\\000\\351");
        assertThat(lines.get(1)).hasSize(2048 + 6);
    }

    @Test
    void aSinkThatWantsNothingCostsNothing() {
        TrafficLines quiet = new TrafficLines(TrafficSink.NONE, 1);
        quiet.heard(new byte[] {'a'}, 0, 1);
        quiet.said(new byte[] {'a'}, 0, 1);
        quiet.ended();
        assertThat(lines).isEmpty();
    }
}
