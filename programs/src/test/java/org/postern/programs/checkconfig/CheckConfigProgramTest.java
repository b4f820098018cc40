package org.postern.programs.checkconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.EventSink;
import org.postern.base.SystemClock;
import org.postern.dns.TableResolver;
import org.postern.os.Accounts;
import org.postern.programs.ExampleHost;
import org.postern.programs.log.DecisionJournal;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.programs.record.RecordProgram;
import org.postern.receive.SessionDecision;
import org.postern.testkit.FakeClock;
import org.postern.testkit.SendmailFolder;

class CheckConfigProgramTest {
    @TempDir
    private Path temporary;

    private ExampleHost host;
    private SendmailFolder folder;

    @BeforeEach
    void host() throws Exception {
        host = ExampleHost.in(temporary);
        folder = host.folder();
    }

    private void configure(String mc) throws Exception {
        host.configure(mc);
        folder.file("hosts", "127.0.0.1 localhost\n192.0.2.20 good.test\n");
        folder.map("access", "From:bad.test\tREJECT\n");
        folder.map("mailertable", "inside.test\tsmtp:[10.0.0.1]\n");
        folder.aliases("postmaster: root\n");
    }

    private void append(String line) throws Exception {
        host.append(line);
    }

    private ExampleHost.Run check(String... words) {
        TableResolver names = TableResolver.parse("good.test A 192.0.2.20");
        SystemClock clock = new SystemClock();
        return ExampleHost.run(called ->
                new CheckConfigProgram(called, temporary, Accounts.system(), names, clock).run(List.of(words)));
    }

    private ExampleHost.Run check() {
        return check(folder.configuration().toString());
    }

    @Test
    void aGoodConfigurationHasNothingToMend() throws Exception {
        configure(ExampleHost.MC);
        ExampleHost.Run run = check();
        assertThat(run.output())
                .doesNotContain("error:")
                .doesNotContain("warning:")
                .doesNotContain("MasqRelay")
                .doesNotContain("UnixFromLine")
                .contains("nothing to mend");
        assertThat(run.status()).isZero();
    }

    @Test
    void anOpenRelayIsFound() throws Exception {
        configure(ExampleHost.MC.replace(
                "FEATURE(`mailertable')", "FEATURE(`promiscuous_relay')\nFEATURE(`mailertable')"));
        ExampleHost.Run run = check();
        assertThat(run.output()).contains("error: open relay: the daemon");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void rulesThatDoNothingAreFound() throws Exception {
        configure(ExampleHost.MC);
        append("SNobodyCallsMe");
        append("R$*\t\t$@ $1");
        append("R$+\t\t$: $>NoSuchSet $(nomap $1 $)");
        append("SLocal_check_mail");
        append("R$-\t\t$: $>NoSuchSet $(nomap $1 $)");
        append("O NoRecipientAction=nonsense-value");
        append("O NoSuchOption=1");
        append("O MaxMessageSize=50MB");
        assertThat(check().output())
                .contains("rule set NobodyCallsMe is never called")
                .contains("are never tried")
                .contains("asks the map nomap, which no K line declares")
                .contains("unknown option name NoSuchOption")
                .contains("option MaxMessageSize: 50MB is no number; 50 is used; did you mean 50000000?");
    }

    @Test
    void entriesThatContradictEachOtherAreFound() throws Exception {
        configure(ExampleHost.MC);
        folder.file("access", """
                From:bad.test\tREJECT
                From:bad.test\tOK
                10.1\tRELAY
                Connect:10.1\tREJECT
                Connect:10.1.2\tRELAY
                Connect:10.9\tRELAYY
                To:x.test\tERROR:5.7.1:550 closed
                y.test\t550 closed
                From:z.test\tQUARANTINE:looks odd
                TLS_Srv:z.test\tVERIFY
                """);
        folder.file("mailertable", """
                one.test\tnosuch:[10.0.0.1]
                two.test\tesmtp:exam.test
                three.test\t10.0.0.1
                four.test\tesmtp:[nowhere.test]
                five.test\tesmtp:good.test
                """);
        assertThat(check().output())
                .contains("access:2: error: from:bad.test stands in line 1 already, with another value: REJECT")
                .contains("access:4: warning: connect:10.1 REJECT contradicts 10.1 RELAY in line 3")
                .contains("access:5: note: connect:10.1.2 RELAY is an exception from connect:10.1 REJECT in line 4")
                .contains("access:6: warning: RELAYY is no action")
                .doesNotContain("access:7")
                .doesNotContain("access:8")
                .doesNotContain("access:9")
                .doesNotContain("access:10")
                .contains("mailertable:1: error: there is no mailer nosuch")
                .contains("mailertable:2: error: two.test leads to exam.test, which is this host: a mail loop")
                .contains("mailertable:3: error: is not MAILER:HOST: 10.0.0.1")
                .contains(
                        "mailertable:4: warning: four.test leads to [nowhere.test], which the name service does not know")
                .doesNotContain("mailertable:5");
    }

    @Test
    void valuesOfTheAccessMapThatAreNoActionAreFound() throws Exception {
        configure(ExampleHost.MC);
        folder.map("access", """
                Connect:192.0.2.99\tREJCT
                Connect:10.1\tRELAYY
                From:a.test\tok
                From:b.test\t550 5.7.1 no
                From:c.test\tERROR:5.7.1:550 no
                To:d.test\tQUARANTINE:look
                GreetPause:e.test\t3000
                """);
        ExampleHost.Run run = check();
        assertThat(run.output())
                .contains(":1: warning: REJCT is no action", "did you mean REJECT?")
                .contains(":2: warning: RELAYY is no action", "did you mean RELAY?")
                .doesNotContain("access:3", "access:4", "access:5", "access:6", "access:7");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void valuesThatAreReadAsSomethingElseAreFound() throws Exception {
        configure(ExampleHost.MC);
        append("O MaxMessageSize=50MB");
        append("O SuperSafe=True");
        append("O DaemonPortOptions=Nam=MTA, Port=25x, M=aX");
        append("O AllowBogusHELO=1");
        assertThat(check().output())
                .contains("option MaxMessageSize: 50MB is no number; 50 is used; did you mean 50000000?")
                .contains("there is no word Nam, only its first letter counts; did you mean Name?")
                .contains("Port=25x is neither a number nor a service of /etc/services")
                .contains("M=aX: there is no modifier X")
                .contains("option AllowBogusHELO: 1 is neither true nor false; false is used")
                .doesNotContain("option SuperSafe: ");
    }

    @Test
    void mapsThatDoNotWorkAreFound() throws Exception {
        configure(ExampleHost.MC);
        Files.delete(folder.etc().resolve("access.db"));
        assertThat(check("--json", folder.configuration().toString()).output())
                .contains("the map access does not work: ")
                .contains("\"good\": false");
    }

    @Test
    void anMcFileIsCompiledFirst() throws Exception {
        configure(ExampleHost.MC);
        Path mc = temporary.resolve("test.mc");
        Files.writeString(mc, "OSTYPE(`linux')dnl\nFEATURE(`nosuch_feature')dnl\nMAILER(local)dnl\n");
        ExampleHost.Run run = check(mc.toString());
        assertThat(run.output()).contains("test.mc:2: error: ").contains("nosuch_feature");
        assertThat(run.status()).isEqualTo(1);
    }

    /// A journal with what two clients were told.
    private void recorded() throws Exception {
        Path journal = DecisionJournal.place(DaemonConfiguration.queueDirectories(
                DaemonConfiguration.readWithoutPrograms(folder.configuration(), List.of())));
        try (DecisionJournal writing =
                DecisionJournal.open(journal, DecisionJournal.USUAL_LIMIT, new FakeClock(), EventSink.none())) {
            for (String sender : List.of("<a@good.test>", "<a@good.test>", "<b@bad.test>")) {
                writing.accept(decision("RCPT", sender, "<postmaster@exam.test>", "250 2.1.5 Recipient ok"));
            }
            writing.accept(decision("RCPT", "<a@good.test>", "<x@inside.test>", "550 5.7.1 Relaying denied"));
            writing.accept(decision("DATA", "<a@good.test>", "", "452 4.4.5 Insufficient disk space"));
        }
    }

    private static SessionDecision decision(String moment, String sender, String recipient, String reply) {
        return new SessionDecision(
                "6APIuL00026010",
                moment,
                new SessionDecision.Facts(
                        "MTA", "192.0.2.1", "client.test", "client.test", "", "", "", "", "", sender, recipient),
                reply);
    }

    @Test
    void whatWouldChangeIsShownWithTheRecordedEnvelopes() throws Exception {
        configure(ExampleHost.MC);
        recorded();
        Path old = Files.copy(folder.configuration(), folder.etc().resolve("old.cf"));
        assertThat(check(folder.configuration().toString(), "--against", old.toString())
                        .output())
                .contains("no recorded outcome changes (3 different envelopes of 4 recorded decisions)");
        Path record = temporary.resolve("record");
        assertThat(ExampleHost.run(called -> new RecordProgram(called, temporary)
                                .run(List.of("-C", old.toString(), record.toString())))
                        .output())
                .isEqualTo("5 decisions in " + record + "\n");
        assertThat(Files.getPosixFilePermissions(record)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        configure(ExampleHost.MC
                .replace("FEATURE(`access_db')", "FEATURE(`access_db')\nRELAY_DOMAIN(`inside.test')")
                .replace("LOCAL_DOMAIN(`exam.test')dnl\n", "FEATURE(`relay_entire_domain')dnl\n"));
        append("O MaxMessageSize=1000000");
        String[] words = {folder.configuration().toString(), "--against", old.toString(), "--record", record.toString()
        };
        assertThat(check(words).output())
                .contains("  MaxMessageSize: 0 becomes 1000000\n")
                .contains("outcomes that change (3 different envelopes of 4 recorded decisions)\n  2 times: taken,"
                        + " to mailer local\n")
                .contains(
                        "  1 time: RCPT: 550 5.7.1 Relaying denied\n    becomes taken, to mailer smtp, host [10.0.0.1]")
                .contains("    postern explain session -C " + folder.configuration()
                        + " --from-ip 192.0.2.1 --from-name client.test --helo client.test --port MTA");
        List<String> json = new ArrayList<>(List.of(words));
        json.add("--json");
        assertThat(check(json.toArray(String[]::new)).output())
                .contains("\"options\": [\"MaxMessageSize: 0 becomes 1000000\"]")
                .contains("\"envelopes\": 3")
                .contains("\"after\": \"taken, to mailer smtp, host [10.0.0.1]\"");
    }

    @Test
    void withoutARecordOnlyOptionsAreCompared() throws Exception {
        configure(ExampleHost.MC);
        Path old = Files.copy(folder.configuration(), folder.etc().resolve("old.cf"));
        assertThat(check(folder.configuration().toString(), "--against", old.toString())
                        .output())
                .contains("no record of envelopes can be read in ");
        assertThat(check("--record", "x").status()).isEqualTo(64);
        assertThat(check("--against").status()).isEqualTo(64);
    }
}
