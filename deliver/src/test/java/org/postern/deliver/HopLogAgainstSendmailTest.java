package org.postern.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.base.Event;
import org.postern.base.SystemClock;
import org.postern.sasl.AuthOptions;
import org.postern.sasl.ClientMechanisms;
import org.postern.sasl.SaslPolicy;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;
import org.postern.testkit.SyslogSocket;
import org.postern.testkit.TestCertificates;
import org.postern.tls.TlsContexts;
import org.postern.tls.TlsFile;
import org.postern.tls.TlsSettings;

/// What the log says about STARTTLS and AUTH at a next hop, beside the real sendmail with the same rules, certificates
/// and scripted host. Needs root.
final class HopLogAgainstSendmailTest {
    private static final Pattern TRUST = Pattern.compile("STARTTLS|AUTH=|tls_|cert-|ruleset=");
    private static final Pattern OWN_STEPS = Pattern.compile(
            "^STARTTLS: (CRLFile missing|TLS cert verify)|, init=1$|, start=ok$"
                    + "|^tls_clt_features=(\\(null\\)|empty)|^STARTTLS=(client: |read: )error:|^STARTTLS: read error=|SSL_shutdown failed|, mech=, bits=0$");
    private static final String ENCRYPTS = "250-sink.test\r\n250-STARTTLS\r\n250 ENHANCEDSTATUSCODES";
    private static final String ASKS = "250-sink.test\r\n250 AUTH PLAIN LOGIN";
    private static final String INFO = "Sauthinfo\nR$*\t$# \"U:relay\" \"I:relay\" \"P:secret\" \"M:PLAIN\"\n";
    private static final List<String> MECHANISMS = List.of("PLAIN", "LOGIN");

    @TempDir
    private Path scratch;

    /// @param hello the host's answer to EHLO
    /// @param command what it answers in its own way, and how; empty: nothing
    /// @param rules rule sets
    /// @param authorities whom the client trusts
    record Case(String name, String hello, String command, String answer, String rules, String authorities) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case of(String name, String hello, String command, String answer, String rules) {
        return new Case(name, hello, command, answer, rules, "authorities.pem");
    }

    static Stream<Case> cases() {
        return Stream.of(
                of("verified", ENCRYPTS, "", "", ""),
                new Case("unknown authority", ENCRYPTS, "", "", "", "stranger.pem"),
                of("later", ENCRYPTS, "STARTTLS", "454 4.3.3 later", ""),
                of("refused", ENCRYPTS, "STARTTLS", "554 5.3.3 no", ""),
                of("not wanted", ENCRYPTS, "", "", "Stls_server\nROK\t$#error $@ 4.7.0 $: \"454 not you\"\n"),
                of("not tried", ENCRYPTS, "", "", "Stry_tls\nR$*\t$#error $@ 5.7.1 $: \"550 do not try TLS\"\n"),
                of("not 220", ENCRYPTS, "STARTTLS", "250 2.0.0 go", ""),
                of("authenticated", ASKS, "AUTH", "235 2.0.0 OK", INFO),
                of("wrong password", ASKS, "AUTH", "535 5.7.8 bad", INFO),
                of("authentication later", ASKS, "AUTH", "454 4.7.0 later", INFO),
                of("bad entry", ASKS, "", "", "Sauthinfo\nR$*\t$# \"U:relay\" \"X:secret\"\n"),
                of("nobody", ASKS, "", "", "Sauthinfo\nR$*\t$@\n"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theSameLines(Case one) throws IOException {
        TlsContexts contexts = contexts(one.authorities());
        List<List<String>> there = new ArrayList<>();
        List<List<String>> here = new ArrayList<>();
        for (int level : List.of(9, 14)) {
            there.add(there(one, contexts, level));
            here.add(here(one, contexts, level));
        }
        assertThat(here).isEqualTo(there);
    }

    private static TlsContexts contexts(String authorities) {
        return TlsContexts.build(
                TlsSettings.of(
                        new TlsSettings.Side("server.pem", "server.key", "authorities.pem", "", ""),
                        new TlsSettings.Side("gir.pem", "gir.key", authorities, "", "")),
                (path, _) -> new TlsFile.Found(TestCertificates.text(path).getBytes(StandardCharsets.US_ASCII)),
                new SystemClock());
    }

    private static ScriptedHost host(Case one, TlsContexts contexts) throws IOException {
        ScriptedHost host =
                new ScriptedHost().hello(one.hello()).tls(contexts.server().orElseThrow());
        return one.command().isEmpty() ? host : host.answer(one.command(), one.answer());
    }

    private static List<String> here(Case one, TlsContexts contexts, int level) throws IOException {
        ClientProtection protection = new ClientProtection(
                contexts::client,
                new ClientMechanisms(
                        new SaslPolicy(MECHANISMS, AuthOptions.NONE, Integer.MAX_VALUE), new SecureRandom()),
                MECHANISMS,
                DefaultAuthInfo.NONE);
        try (ScriptedHost host = host(one, contexts);
                DeliveryBench bench = new DeliveryBench(host.port(), one.rules(), protection)) {
            bench.deliver(new ListQueue.OneClaim(bench.builder("u@smart.test").build(), "hello\n"));
            return comparable(bench.events.stream()
                    .filter(event -> event.logLevel() <= level)
                    .map(Event::line)
                    .toList());
        }
    }

    private List<String> there(Case one, TlsContexts contexts, int level) throws IOException {
        SendmailFolder folder = SendmailFolder.in(scratch.resolve(Integer.toString(level)));
        for (String file : List.of("gir.pem", one.authorities(), "gir.key")) {
            folder.secret(file, TestCertificates.text(file));
        }
        try (ScriptedHost host = host(one, contexts);
                SyslogSocket log = SyslogSocket.in(folder)) {
            String rules = DeliveryBench.resource("small.cf").replace("PORT", Integer.toString(host.port()));
            String options =
                    "O QueueDirectory=/var/spool/mqueue\nO DontBlameSendmail=TrustStickyBit\nO LogLevel=" + level
                            + "\nO CACertFile=/etc/mail/" + one.authorities()
                            + "\nO CACertPath=/etc/mail/\nO ClientCertFile=/etc/mail/gir.pem\n"
                            + "O ClientKeyFile=/etc/mail/gir.key\nO AuthMechanisms=PLAIN LOGIN\n";
            folder.configure(rules.replace("SCanonify=3\n", options + one.rules() + "SCanonify=3\n"));
            RealSendmail.run(
                    folder, "sendmail", List.of("-odi", "-f", "sender@from.test", "u@smart.test"), "Subject: x\n\nx\n");
            return comparable(log.atTheEnd());
        }
    }

    /// Without the lines of the real sendmail about its own steps, and without the recipient in the reply of try_tls.
    private static List<String> comparable(List<String> lines) {
        return lines.stream()
                .filter(line ->
                        TRUST.matcher(line).find() && !OWN_STEPS.matcher(line).find())
                .map(line -> line.replace("u@smart.test... ", ""))
                .map(line -> line.replaceFirst("^(NOQUEUE|[0-9A-Za-z]{14}|msg\\d+): ", "ID: "))
                .toList();
    }
}
