package org.postern.programs.checkconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.SystemClock;
import org.postern.os.Accounts;
import org.postern.programs.Invocation;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

class CheckConfigProgramTest {
    private static final String MC = """
            OSTYPE(`linux')dnl
            define(`confDOMAIN_NAME', `mx.exam.test')dnl
            define(`confDONT_PROBE_INTERFACES', `true')dnl
            LOCAL_DOMAIN(`mx.exam.test')dnl
            LOCAL_DOMAIN(`exam.test')dnl
            FEATURE(`access_db')dnl
            FEATURE(`mailertable')dnl
            MAILER(local)dnl
            MAILER(smtp)dnl
            """;

    @TempDir
    private Path temporary;

    private SendmailFolder folder;

    @BeforeEach
    void host() throws Exception {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        folder = SendmailFolder.in(temporary);
    }

    private void configure(String mc) throws Exception {
        folder.configure(RealSendmail.cf(mc));
        append("O DontBlameSendmail=TrustStickyBit");
        folder.map("access", "From:bad.test\tREJECT\n");
        folder.map("mailertable", "inside.test\tsmtp:[10.0.0.1]\n");
        folder.aliases("postmaster: root\n");
    }

    private void append(String line) throws Exception {
        Files.writeString(folder.configuration(), line + "\n", StandardOpenOption.APPEND);
    }

    private record Run(String output, int status) {}

    private Run check(String... words) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.ISO_8859_1);
        int status = new CheckConfigProgram(
                        new Invocation(
                                "postern", List.of(), InputStream.nullInputStream(), out, out, Map.of(), Path.of("/")),
                        temporary,
                        Accounts.system(),
                        new SystemClock())
                .run(List.of(words));
        return new Run(bytes.toString(StandardCharsets.ISO_8859_1), status);
    }

    private Run check() {
        return check(folder.configuration().toString());
    }

    @Test
    void aGoodConfigurationHasNothingToMend() throws Exception {
        configure(MC);
        Run run = check();
        assertThat(run.output())
                .doesNotContain("error:")
                .doesNotContain("warning:")
                .contains("nothing to mend");
        assertThat(run.status()).isZero();
    }

    @Test
    void anOpenRelayIsFound() throws Exception {
        configure(MC.replace("FEATURE(`mailertable')", "FEATURE(`promiscuous_relay')\nFEATURE(`mailertable')"));
        Run run = check();
        assertThat(run.output()).contains("error: open relay: the daemon");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void rulesThatDoNothingAreFound() throws Exception {
        configure(MC);
        append("SNobodyCallsMe");
        append("R$*\t\t$@ $1");
        append("R$+\t\t$: $>NoSuchSet $(nomap $1 $)");
        append("SLocal_check_mail");
        append("R$-\t\t$: $>NoSuchSet $(nomap $1 $)");
        append("O NoRecipientAction=nonsense-value");
        append("O NoSuchOption=1");
        assertThat(check().output())
                .contains("rule set NobodyCallsMe is never called")
                .contains("are never tried")
                .contains("asks the map nomap, which no K line declares")
                .contains("unknown option name NoSuchOption");
    }

    @Test
    void entriesThatContradictEachOtherAreFound() throws Exception {
        configure(MC);
        folder.file("access", """
                From:bad.test\tREJECT
                From:bad.test\tOK
                10.1\tRELAY
                Connect:10.1\tREJECT
                Connect:10.1.2\tRELAY
                """);
        folder.file("mailertable", """
                one.test\tnosuch:[10.0.0.1]
                two.test\tesmtp:exam.test
                three.test\t10.0.0.1
                """);
        assertThat(check().output())
                .contains("access:2: error: from:bad.test stands in line 1 already, with another value: REJECT")
                .contains("access:4: warning: connect:10.1 REJECT contradicts 10.1 RELAY in line 3")
                .contains("access:5: note: connect:10.1.2 RELAY is an exception from connect:10.1 REJECT in line 4")
                .contains("mailertable:1: error: there is no mailer nosuch")
                .contains("mailertable:2: error: two.test leads to exam.test, which is this host: a mail loop")
                .contains("mailertable:3: error: is not MAILER:HOST: 10.0.0.1");
    }

    @Test
    void mapsThatDoNotWorkAreFound() throws Exception {
        configure(MC);
        Files.delete(folder.etc().resolve("access.db"));
        assertThat(check("--json", folder.configuration().toString()).output())
                .contains("the map access does not work: ")
                .contains("\"good\": false");
    }

    @Test
    void anMcFileIsCompiledFirst() throws Exception {
        configure(MC);
        Path mc = temporary.resolve("test.mc");
        Files.writeString(mc, "OSTYPE(`linux')dnl\nFEATURE(`nosuch_feature')dnl\nMAILER(local)dnl\n");
        Run run = check(mc.toString());
        assertThat(run.output()).contains("test.mc:2: error: ").contains("nosuch_feature");
        assertThat(run.status()).isEqualTo(1);
    }
}
