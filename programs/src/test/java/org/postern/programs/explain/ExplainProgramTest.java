package org.postern.programs.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.EventSink;
import org.postern.base.SystemClock;
import org.postern.dns.TableResolver;
import org.postern.os.Accounts;
import org.postern.programs.ExampleHost;
import org.postern.programs.log.DecisionJournal;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.receive.SessionDecision;
import org.postern.testkit.FakeClock;
import org.postern.testkit.Peers;
import org.postern.testkit.SendmailFolder;

/// `postern explain` with a configuration of the real m4 tree; the examples of docs/explain.md are run here.
class ExplainProgramTest {
    @TempDir
    private static Path temporary;

    private static SendmailFolder folder;

    @BeforeAll
    static void host() throws Exception {
        folder = ExampleHost.in(temporary)
                .configure(ExampleHost.MC + "define(`confMAX_RCPTS_PER_MESSAGE', `100')dnl\n")
                .append("C{TrustAuthMech}EXTERNAL\nO AuthMechanisms=EXTERNAL")
                .folder();
        folder.map("access", """
                # who may do what
                Connect:192.0.2.9\tREJECT
                From:bad.test\tREJECT
                To:friend.test\tRELAY
                CERTIssuer:/CN=authority\tRELAY
                """);
        folder.file("relay-domains", "# inside\nrelayed.test\n");
        folder.file("hosts", "127.0.0.1 localhost\n192.0.2.20 good.test\n");
        folder.map("mailertable", "inside.test\tsmtp:[10.0.0.1]\n");
        folder.aliases("staff: root, \"|/bin/cat\", other@far.test\npostmaster: root\n");
    }

    private static ExampleHost.Run explain(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("-C", folder.configuration().toString()));
        TableResolver names = TableResolver.parse("""
                good.test A 192.0.2.20
                far.test MX 10 mx1.far.test
                far.test MX 20 mx2.far.test
                mx1.far.test A 198.51.100.1
                mx2.far.test A 198.51.100.2
                """);
        ExampleHost.Run run = ExampleHost.run(
                called -> new ExplainProgram(called, new SystemClock(), names, Accounts.system()).run(all));
        return new ExampleHost.Run(
                run.output()
                        .replace(folder.etc().toString(), "/etc/mail")
                        .replaceAll("[A-Z][a-z]{2}, \\d+ [A-Z][a-z]{2} \\d{4} [0-9:]{8} [A-Z]+", "...")
                        .replaceAll("remark: not called by root.*\n", ""),
                run.status());
    }

    /// `$ postern explain ...` and what follows it up to the next empty line or the end of the block.
    private static final Pattern BLOCK = Pattern.compile("(?s)```console\n(.*?)```");

    @Test
    void theDocumentShowsWhatTheCommandSays() throws Exception {
        String page = Files.readString(Peers.checkout().resolve("docs/explain.md"));
        List<String> shown = BLOCK.matcher(page)
                .results()
                .map(found -> found.group(1))
                .filter(block -> block.startsWith("$ postern explain"))
                .toList();
        assertThat(shown).hasSizeGreaterThanOrEqualTo(4);
        List<String> said = new ArrayList<>();
        for (String block : shown) {
            String line = block.substring(0, block.indexOf('\n'));
            List<String> words = words(line.substring("$ postern explain ".length()));
            said.add(line + "\n" + explain(words.toArray(String[]::new)).output());
        }
        assertThat(String.join("\n", said)).isEqualTo(String.join("\n", shown));
    }

    /// The words of a command line; quotes keep blanks.
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(line);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2));
        }
        return words;
    }

    @Test
    void jsonHoldsTheSame() {
        ExampleHost.Run run = explain(
                "session",
                "--from-ip",
                "192.0.2.1",
                "--from-name",
                "client.test",
                "--mail-from",
                "a@bad.test",
                "--json");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output())
                .contains("\"reply\": [\"550 5.7.1 <a@bad.test>... Access denied\"]")
                .contains("\"ruleset\": \"check_mail\"")
                .contains("\"key\": \"From:bad.test\"")
                .contains("\"line\": 3");
        assertThat(explain("rcpt", "x@inside.test", "--json").output())
                .contains("\"hosts\": [{\"name\":\"[10.0.0.1]\",\"addresses\":[\"10.0.0.1\"],\"lastResort\":false}]");
    }

    @Test
    void certificatesAndLoginsAreBelieved() {
        assertThat(explain(
                                "session",
                                "--from-ip",
                                "192.0.2.1",
                                "--from-name",
                                "client.test",
                                "--mail-from",
                                "a@good.test",
                                "--rcpt",
                                "y@far.test",
                                "--cert-subject",
                                "/CN=friend",
                                "--cert-issuer",
                                "/CN=authority")
                        .output())
                .contains("map access: CERTISSUER:/CN=authority = RELAY")
                .contains("250 2.1.5 <y@far.test>... Recipient ok");
    }

    /// A mechanism that the configuration trusts lets its users relay.
    @Test
    void theMechanismOfALoginDecides() {
        String session = "session --from-ip 192.0.2.1 --from-name client.test --mail-from a@good.test --rcpt y@far.test"
                + " --cert-subject /CN=friend --cert-issuer /CN=other --auth alice";
        for (String mechanism : List.of(" EXTERNAL", " --mechanism EXTERNAL")) {
            assertThat(explain((session + mechanism).split(" ", -1)).output())
                    .as(mechanism)
                    .contains("AUTH EXTERNAL by alice\n  235 2.0.0 OK Authenticated\n")
                    .contains("250 2.1.5 <y@far.test>... Recipient ok");
        }
        assertThat(explain(session.split(" ", -1)).output())
                .contains("AUTH PLAIN by alice\n  504 5.3.3 AUTH mechanism PLAIN not available\n")
                .contains("Relaying denied");
        assertThat(explain((session + " external").split(" ", -1)).output())
                .contains("a session has no external; the name of a mechanism comes behind --auth USER, in capitals");
        assertThat(explain((session + " --mechanism a/b").split(" ", -1)).output())
                .contains("--mechanism wants a name like SCRAM-SHA-256");
    }

    @Test
    void anIdLeadsToWhatWasSaidAndWhy() throws Exception {
        Path journal = DecisionJournal.place(DaemonConfiguration.queueDirectories(
                DaemonConfiguration.readWithoutPrograms(folder.configuration(), List.of())));
        assertThat(explain("id", "6APIuL00026010").output()).contains("no journal of decisions can be read");
        try (DecisionJournal writing =
                DecisionJournal.open(journal, DecisionJournal.USUAL_LIMIT, new FakeClock(), EventSink.none())) {
            writing.accept(new SessionDecision(
                    "6APIuL00026010",
                    "RCPT",
                    new SessionDecision.Facts(
                            "MTA",
                            "192.0.2.1",
                            "client.test",
                            "client.test",
                            "",
                            "",
                            "",
                            "",
                            "",
                            "<a@good.test>",
                            "<y@far.test>"),
                    "550 5.7.1 <y@far.test>... Relaying denied"));
            writing.accept(bound("6APIuL00026010", "DATA", "503 5.0.0 Need RCPT (recipient)"));
            writing.accept(bound("6APIuL00026012", "RCPT", "452 4.5.3 Too many recipients"));
            writing.accept(new SessionDecision(
                    "6APIuL00026012",
                    DecisionJournal.DELIVERY,
                    new SessionDecision.Facts("", "", "", "", "", "", "", "", "", "", "<x@far.test>"),
                    "esmtp by mx1.far.test.: Sent (ok)"));
        }
        ExampleHost.Run run = explain("id", "6APIuL00026010");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output())
                .contains("what the client client.test [192.0.2.1] (HELO client.test) was told")
                .contains("RCPT from <a@good.test> to <y@far.test>")
                .contains("because of check_rcpt:")
                .contains("R$*  $#error $@ 5.7.1 $: \"550 Relaying denied\"");
        assertThat(explain("id", "6APIuL00026010", "--json").output())
                .contains("\"reply\": \"550 5.7.1 <y@far.test>... Relaying denied\"")
                .contains("\n  \"now\": {")
                .contains("\n  \"queue\": [")
                .doesNotContain("\n{")
                .endsWith("\n}\n");
        assertThat(explain("id", "6APIuL00026012").output())
                .contains("    452 4.5.3 Too many recipients\n    reason: option MaxRecipientsPerMessage=100\n")
                .containsPattern(
                        "what became of it\n  \\S+ to <x@far.test>\n    esmtp by mx1.far.test.: Sent \\(ok\\)\n")
                .doesNotContain("why, by the configuration");
        assertThat(explain("id", "192.0.2.1").output())
                .contains("Relaying denied")
                .contains("Too many recipients");
        assertThat(explain("id", "6APIuL00026011").output()).contains("has nothing of 6APIuL00026011");
    }

    private static SessionDecision bound(String id, String moment, String reply) {
        return new SessionDecision(
                id,
                moment,
                new SessionDecision.Facts(
                        "MTA", "192.0.2.1", "client.test", "client.test", "", "", "", "", "", "<a@good.test>", ""),
                reply);
    }

    @Test
    void membersOfClassesAreNamedWithTheirPlace() {
        assertThat(explain(
                                "session",
                                "--from-ip",
                                "192.0.2.1",
                                "--from-name",
                                "client.test",
                                "--mail-from",
                                "a@good.test",
                                "--rcpt",
                                "y@host.relayed.test",
                                "--all")
                        .output())
                .contains("accepted by check_rcpt:")
                .containsPattern("class R: relayed.test \\(/etc/mail/relay-domains line 2\\)")
                .containsPattern("class ResOk: OKR \\(/etc/mail/sendmail.cf line \\d+\\)");
    }

    @Test
    void theReasonForRelayingForAClientIsNamed() {
        assertThat(explain(
                                "session",
                                "--from-ip",
                                "192.0.2.7",
                                "--from-name",
                                "host.relayed.test",
                                "--rcpt",
                                "x@far.test")
                        .output())
                .contains("MAIL FROM:<>", "RCPT TO:<x@far.test>\n  250 2.1.5", "accepted by check_rcpt:")
                .containsPattern("class R: relayed.test \\(/etc/mail/relay-domains line 2\\)")
                .doesNotContain("not found:");
    }

    @Test
    void anAnswerOfTheNameServiceThatRefusesIsShown() {
        assertThat(explain("session", "--from-ip", "192.0.2.1", "--mail-from", "a@bad.test")
                        .output())
                .contains("550 5.7.1 <a@bad.test>... Access denied")
                .endsWith("name service\n  PTR 192.0.2.1: no such name\n");
        assertThat(explain("session", "--from-ip", "192.0.2.1", "--mail-from", "a@good.test")
                        .output())
                .contains("Sender ok")
                .doesNotContain("name service");
    }

    @Test
    void earlierDeliveriesAreShown() throws Exception {
        Path journal = DecisionJournal.place(DaemonConfiguration.queueDirectories(
                DaemonConfiguration.readWithoutPrograms(folder.configuration(), List.of())));
        try (DecisionJournal writing =
                DecisionJournal.open(journal, DecisionJournal.USUAL_LIMIT, new FakeClock(), EventSink.none())) {
            writing.accept(new SessionDecision(
                    "6APIuL00026020",
                    DecisionJournal.DELIVERY,
                    new SessionDecision.Facts("", "", "", "", "", "", "", "", "", "", "<Early@far.test>"),
                    "esmtp by mx1.far.test.: Deferred: Connection refused by mx1.far.test."));
        }
        assertThat(explain("rcpt", "early@far.test").output())
                .contains(" 6APIuL00026020 esmtp by mx1.far.test.: Deferred: Connection refused by mx1.far.test.\n");
        assertThat(explain("rcpt", "early@far.test", "--json").output())
                .contains("\"earlier\": [")
                .contains("6APIuL00026020");
        assertThat(explain("rcpt", "late@far.test").output()).doesNotContain("earlier:");
        Files.delete(journal);
    }

    @Test
    void mistakesOfTheCommandLineAreNamed() {
        assertThat(explain("session").status()).isEqualTo(64);
        assertThat(explain("session", "--from-ip", "nowhere").output()).contains("nowhere is no address");
        assertThat(explain("rcpt").output()).contains("whose mail?");
        assertThat(explain("session", "--from-ip", "192.0.2.1", "--port", "other")
                        .output())
                .contains("no daemon of this configuration has that name or port");
        assertThat(explain("session", "--from-ip", "192.0.2.1", "--helo", "a\r\nb")
                        .status())
                .isEqualTo(64);
    }

    @Test
    void allShowsEveryRuleAndTheNameService() {
        assertThat(explain("rcpt", "x@far.test", "--all").output())
                .contains("rule set Mailertable")
                .contains("map mailertable: far.test is not there")
                .contains("MX far.test: 10 mx1.far.test, 20 mx2.far.test");
    }
}
