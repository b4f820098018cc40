package org.postern.programs.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Ascii;
import org.postern.programs.Invocation;
import org.postern.testkit.FakeClock;

class LogsTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    /// Lines of the real sendmail 8.17 and of Postern, which are the same, in the forms that syslog daemons write.
    private static final String LOG = """
            Nov 25 18:56:21 mail sm-mta[210]: 6APIuL00026010: from=<you@example.org>, size=2048, class=0, nrcpts=2, msgid=<a@b>, proto=ESMTP, daemon=MTA, relay=client.example.test [127.0.0.2]
            Nov 25 18:56:22 mail sm-mta[211]: 6APIuL00026010: to=<x@slow.example>, delay=00:00:31, xdelay=00:00:30, mailer=esmtp, pri=30081, relay=mx.slow.example. [192.0.2.1], dsn=2.0.0, stat=Sent (ok)
            Nov 25 18:57:22 mail sm-mta[211]: 6APIuL00026010: to=<y@slow.example>, delay=00:00:31, xdelay=00:00:10, mailer=esmtp, pri=30081, relay=mx.slow.example. [192.0.2.1], dsn=4.0.0, stat=Deferred: Connection timed out
            Nov 25 19:02:11 mail sendmail[215]: 6APJ2B00026011: ruleset=check_rcpt, arg1=<x@other.example>, relay=client.example.test [127.0.0.2], reject=550 5.7.1 <x@other.example>... Relaying denied
            2026-11-25T19:03:00.123456+00:00 mail sm-mta[216]: 6APJ3000026012: ruleset=check_mail, arg1=<spam@bad.example>, relay=[192.0.2.9], reject=553 5.1.8 <spam@bad.example>... Domain of sender address spam@bad.example does not exist
            Nov 25 19:04:00 mail sm-mta[217]: 6APJ4000026013: AUTH failure (PLAIN): authentication failure (-13) SASL(-13): no secret, user=alice, relay=[192.0.2.9]
            Nov 25 19:04:10 mail sm-mta[217]: AUTH=server, relay=laptop.example [192.0.2.20], authid=bob, mech=SCRAM-SHA-256, bits=0
            Nov 25 19:04:20 mail sm-mta[217]: STARTTLS=server, relay=laptop.example [192.0.2.20], version=TLSv1.3, verify=NO, cipher=TLS_AES_256_GCM_SHA384, bits=256/256
            Nov 25 19:05:00 mail sm-mta[218]: 6APJ5000026014: Authentication-Warning: mail.example.test: alice set sender to bob using -f
            Nov 25 19:05:30 mail sm-mta[218]: NOQUEUE: client.example.test [127.0.0.2]: possible SMTP attack: command=VRFY, count=6
            Nov 25 19:05:40 mail sm-mta[219]: 6APJ5e00026015: lost input channel from localhost [127.0.0.1] to MTA after rcpt
            Nov 25 19:05:50 mail sm-mta[219]: NOQUEUE: SYSERR(root): hash map "access": unsafe map file /etc/mail/access.db: World writable directory
            Nov 25 19:06:00 mail sm-mta[219]: 6APJ6000026016: <nosuch>... User unknown
            Nov 25 19:06:05 mail sm-mta[219]: 6APJ6000026016: from=<a@b.example>, size=0, class=0, nrcpts=0, relay=client.example.test [127.0.0.2]
            Nov 25 19:06:07 mail sm-mta[219]: 6APJ6000026017: <postmaster@mail.example.test>... No mailboxes here
            Nov 25 19:06:10 mail dovecot[400]: imap-login: Login: user=<alice>
            not a log line
            """;

    @TempDir
    Path scratch;

    private String output = "";
    private String error = "";

    private int logs(String input, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = new LogsProgram(
                        new Invocation(
                                "postern",
                                List.of(),
                                new ByteArrayInputStream(Ascii.bytes(input)),
                                new PrintStream(out, true, StandardCharsets.ISO_8859_1),
                                new PrintStream(err, true, StandardCharsets.ISO_8859_1),
                                Map.of(),
                                scratch),
                        new FakeClock(NOW),
                        ZoneOffset.UTC)
                .run(List.of(words));
        output = Ascii.text(out.toByteArray());
        error = Ascii.text(err.toByteArray());
        return code;
    }

    @Test
    void addsUpWhatTheLogSays() {
        assertThat(logs(LOG, "-")).isZero();
        assertThat(output)
                .contains("Mail, 2026-11-25 18:56 to 2026-11-25 19:06")
                .contains("1 message for 2 recipients, 2.0 KiB; 4 refusals")
                .containsPattern("18 +1 #")
                .containsPattern("19 +0 -")
                .containsPattern("1  550 5.7.1 Relaying denied")
                .containsPattern("Relaying denied to\\n +1  client.example.test \\[127.0.0.2\\]")
                .containsPattern("AUTH failures\\n +1  alice from \\[192.0.2.9\\]")
                .containsPattern("Authenticated\\n +1  bob")
                .containsPattern("Forgeries attempted\\n +1  alice set sender to bob using -f")
                .containsPattern("mx.slow.example. \\[192.0.2.1\\] +2 +20 s +30 s +1")
                .containsPattern("1  User unknown")
                .containsPattern("1  No mailboxes here")
                .doesNotContainPattern("\\n  20 +0")
                .contains("1  possible SMTP attack", "1  lost input channel", "TLSv1.3, verify=NO")
                .contains("SYSERR(root): hash map")
                .doesNotContain("dovecot", "\u001b[");
    }

    @Test
    void saysTheSameAsJson() {
        assertThat(logs(LOG, "--json", "-")).isZero();
        assertThat(output)
                .contains("\"from\": \"2026-11-25T18:56:21Z\"", "\"messages\": 1", "\"refusals\": 4")
                .contains("averageSeconds");
        assertThat(output.replaceAll("\\s+", ""))
                .contains(
                        "\"results\":[{\"name\":\"Deferred:Connectiontimedout\",\"count\":1},{\"name\":\"Sent\",\"count\":1}]")
                .contains("\"sendersByBytes\":[{\"name\":\"<you@example.org>\",\"count\":2048}]")
                .contains("\"relayingDenied\":[{\"name\":\"client.example.test[127.0.0.2]\",\"count\":1}]")
                .contains("\"authFailures\":[{\"name\":\"alicefrom[192.0.2.9]\",\"count\":1}]")
                .contains("\"name\":\"mx.slow.example.[192.0.2.1]\",\"attempts\":2,\"averageSeconds\":20,"
                        + "\"longestSeconds\":30,\"deferred\":1")
                .contains("\"errors\":[\"SYSERR(root):hashmap");
    }

    @Test
    void readsPackedFilesAndWhatPosternWritesAsJson() throws IOException {
        Path packed = scratch.resolve("mail.log.2.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(Ascii.bytes(LOG));
        }
        Path json = scratch.resolve("mail.json");
        Files.writeString(
                json,
                "{\"time\":\"2026-11-26T01:00:00.5Z\",\"host\":\"mail\",\"event\":\"message.accepted\",\"id\":\"6APIuL00026019\","
                        + "\"line\":\"6APIuL00026019: from=<\\\"a\\\\\\\\b\\\"@x.example>, size=10, class=0, nrcpts=1, relay=x\"}\n");
        assertThat(logs("", packed.toString(), json.toString())).isZero();
        assertThat(output).contains("2 messages for 3 recipients").contains("x.example");
    }

    @Test
    void beginsWhereItIsTold() {
        assertThat(logs(LOG, "--since", "2026-11-25T19:00", "-")).isZero();
        assertThat(output).contains("0 messages").contains("Relaying denied");
        assertThat(logs(LOG, "--since", "today", "-")).isZero();
        assertThat(output).contains("no lines");
        assertThat(logs(LOG, "--since", "soon", "-")).isEqualTo(64);
        assertThat(error).contains("when is soon?");
        assertThat(LogsProgram.since("24h", NOW, ZoneOffset.UTC)).contains(Instant.parse("2026-11-25T12:00:00Z"));
        assertThat(LogsProgram.since("yesterday", NOW, ZoneOffset.UTC)).contains(Instant.parse("2026-11-25T00:00:00Z"));
    }

    @Test
    void aLogOfLastYearIsNotOfTheFuture() {
        assertThat(logs("Dec 24 18:00:00 mail sm-mta[1]: NOQUEUE: connect from x\n", "-"))
                .isZero();
        assertThat(output).contains("2025-12-24 18:00");
    }

    @Test
    void rememberedNamesAreBoundedAndTheFrequentOnesStay() {
        TopCounter counter = new TopCounter(100);
        for (int i = 0; i < 10_000; i++) {
            counter.add("rare" + i);
            counter.add("often");
        }
        assertThat(counter.names()).isLessThanOrEqualTo(100);
        assertThat(counter.forgot()).isTrue();
        assertThat(counter.total()).isEqualTo(20_000);
        assertThat(counter.top(1)).containsExactly(new TopCounter.Entry("often", 10_000));
    }

    @Test
    void whatStrangersSentReachesNoTerminalUnescaped() {
        String line =
                "Nov 25 18:56:21 mail sm-mta[1]: 6APIuL00026010: from=<\u001b[2Jx@y.example>, size=1, class=0, nrcpts=1, relay=z\n";
        assertThat(logs(line + "x".repeat(100_000) + "\n", "-")).isZero();
        assertThat(output).doesNotContain("\u001b").contains("[2Jx@y.example");
    }

    @Test
    void aMissingLogIsSaid() {
        assertThat(logs("", scratch.resolve("none").toString())).isEqualTo(66);
        assertThat(error).contains("none");
    }
}
