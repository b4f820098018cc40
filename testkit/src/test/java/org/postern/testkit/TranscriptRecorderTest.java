package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptRecorderTest {
    private static final String CLIENT = "client.good.test [127.0.0.2]";
    private static final List<String> LINES = List.of(
            "220 mx.exam.test ESMTP Sendmail 8.17.1.9/Debian-2+deb12u2; Wed, 25 Nov 2026 18:00:00 GMT",
            "220 mx.exam.test ESMTP Sendmail 8.17.1.9/8.17.1.9; Thu, 1 Jan 1970 00:00:00 +0000",
            "220 mx.exam.test ESMTP Sendmail 8.17.1.9/8.17.1.9; Thu, 1 Jan 1970 00:00:00 +0100 (CET); (No UCE/UBE)",
            "250-mx.exam.test Hello client.good.test [127.0.0.2], pleased to meet you",
            "250 2.0.0 6AMA3Th7026571 Message accepted for delivery",
            "250 2.1.5 <bob@mx.exam.test>... Recipient ok",
            "221 2.0.0 mx.exam.test closing connection",
            "214-2.0.0 This is sendmail version 8.17.1.9",
            "502 5.3.0 Sendmail 8.17.1.9 -- HELP not implemented",
            "500 5.5.1 Command unrecognized: \"$1 \\x {}\"");

    private final TranscriptNormaliser normaliser = new TranscriptNormaliser(CLIENT);
    private final TranscriptVariables variables = TranscriptVariables.standard().with("client", CLIENT);

    @Test
    void normalisesWhatDiffersBetweenRuns() {
        assertThat(LINES.stream().map(normaliser::template))
                .containsExactly(
                        "220 ${hostname} ESMTP Sendmail ${version}; ${date}",
                        "220 ${hostname} ESMTP Sendmail ${version}; ${date}",
                        "220 ${hostname} ESMTP Sendmail ${version}; ${date}; (No UCE/UBE)",
                        "250-${hostname} Hello ${client}, pleased to meet you",
                        "250 2.0.0 ${queueid} Message accepted for delivery",
                        "250 2.1.5 <bob@mx.exam.test>... Recipient ok",
                        "221 2.0.0 ${hostname} closing connection",
                        "214-2.0.0 This is sendmail version ${version}",
                        "502 5.3.0 Sendmail ${version} -- HELP not implemented",
                        "500 5.5.1 Command unrecognized: \"$1 \\x {}\"");
    }

    @Test
    void makesTemplatesThatMatchTheirLine() {
        for (String line : LINES) {
            assertThat(variables.matches(normaliser.template(line), line))
                    .as(line)
                    .isTrue();
            assertThat(variables.matches(normaliser.template(line), line + " and more"))
                    .as(line)
                    .isFalse();
        }
    }

    @Test
    void recordsRepliesAndReplacesOldOnes() {
        Transcript skeleton = Transcript.parse("t", """
                # title
                S?
                C: EHLO x
                S: 250-old
                S: 250 old
                C: RSET
                S~ 2.*
                C: QUIT
                S?
                CLOSE
                """);
        ScriptedPeer peer = new ScriptedPeer(
                "220 mx.exam.test hi\r\n",
                "250-mx.exam.test Hello\r\n250-A\r\n250 B\r\n",
                "250 reset\r\n",
                "221 bye\r\n",
                "");

        Transcript recorded = new TranscriptRecorder(normaliser).record(skeleton, peer);

        assertThat(recorded.text()).isEqualTo("""
                # title
                S: 220 ${hostname} hi
                C: EHLO x
                S: 250-${hostname} Hello
                S: 250-A
                S: 250 B
                C: RSET
                S: 250 reset
                C: QUIT
                S: 221 bye
                CLOSE
                """);
        assertThat(peer.sent()).containsExactly("EHLO x\r\n", "RSET\r\n", "QUIT\r\n");
    }

    @Test
    void failsWhenTheServerSaysLessOrMore() {
        Transcript skeleton = Transcript.parse("t", "S?\nCLOSE\n");
        TranscriptRecorder recorder = new TranscriptRecorder(normaliser);

        assertThatThrownBy(() -> recorder.record(skeleton, new ScriptedPeer("")))
                .hasMessageContaining("t: the server closed");
        assertThatThrownBy(() -> recorder.record(skeleton, new ScriptedPeer("220 a\r\n220 b\r\n")))
                .hasMessageContaining("t: the server sent more: 220 b");
    }

    @Test
    void refusesUnknownVariables() {
        assertThatThrownBy(() -> variables.matches("a ${nothing}", "a b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing");
        assertThat(variables.expand("${hostname}!")).isEqualTo("mx.exam.test!");
        assertThatThrownBy(() -> variables.expand("${date}")).isInstanceOf(IllegalArgumentException.class);
    }
}
