package org.postern.programs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Ascii;
import org.postern.programs.ExampleHost;
import org.postern.programs.Invocation;
import org.postern.programs.Program;
import org.postern.testkit.FakeClock;

/// `postern report` puts status, audit and the last day of the log into one page, and hands it to sendmail with
/// `--mail`.
class ReportProgramTest {
    @TempDir
    private Path temporary;

    private final List<String> sent = new ArrayList<>();
    private String configuration = "";
    private Path log = Path.of("");

    private int sendmail(Invocation invocation) {
        try {
            sent.add(String.join(" ", invocation.arguments()) + "\n"
                    + Ascii.text(invocation.input().readAllBytes()));
            return 0;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @BeforeEach
    void host() throws Exception {
        ExampleHost host = ExampleHost.in(temporary).configure(ExampleHost.MC).append("O LogLevel=3");
        configuration = host.folder().configuration().toString();
        log = temporary.resolve("mail.log");
        Files.writeString(
                log,
                "2026-01-02T03:00:00Z mx sm-mta[1]: 6APIuL00026010: ruleset=check_rcpt, arg1=<x@far.test>,"
                        + " relay=[192.0.2.1], reject=550 5.7.1 <x@far.test>... Relaying denied\n",
                StandardCharsets.ISO_8859_1);
    }

    private ExampleHost.Run report(String... words) {
        Program sendmail = this::sendmail;
        return ExampleHost.run(called -> {
            try {
                return new ReportProgram(called, new FakeClock(), ZoneOffset.UTC, sendmail).run(List.of(words));
            } catch (InterruptedException stopped) {
                throw new AssertionError(stopped);
            }
        });
    }

    @Test
    void onePageHasStatusAuditAndLog() {
        ExampleHost.Run run = report("-C", configuration, "--log", log.toString());
        assertThat(run.status()).isZero();
        assertThat(run.output())
                .contains("The mail server does not run (" + configuration + ")")
                .containsPattern("Audit: \\d+ findings? worse than INFO\n")
                .contains("Relaying denied");
        assertThat(sent).isEmpty();
    }

    @Test
    void thePageGoesByMail() {
        assertThat(report("-C", configuration, "--log", log.toString(), "--mail", "root")
                        .output())
                .isEmpty();
        assertThat(sent).singleElement().asString().startsWith("-i -- root\nTo: root\nSubject: mail report of ");
        assertThat(sent.getFirst())
                .contains("Auto-Submitted: auto-generated\n\nThe mail server does not run")
                .contains("Relaying denied");
    }

    @Test
    void mistakesAreNamed() {
        assertThat(report("--mail").status()).isEqualTo(64);
        assertThat(report(
                                "-C",
                                configuration,
                                "--log",
                                temporary.resolve("missing").toString())
                        .output())
                .contains("No log: ");
    }
}
