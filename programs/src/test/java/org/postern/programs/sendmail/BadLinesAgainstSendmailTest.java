package org.postern.programs.sendmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.testkit.ProgramRun;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

/// A configuration with a bad line: `-bC`, `-bt` and `-bv` say the same and end with the same exit code as the real
/// program; so does `-bO`.
class BadLinesAgainstSendmailTest {
    private static final String BEFORE = """
            V10/Berkeley
            Djmx.exam.test
            O QueueDirectory=${folder}/queue
            O DontProbeInterfaces=true
            Mlocal, P=/x, F=l, A=x
            Mprog, P=/x, A=x
            S0
            R$+	$#local $: $1
            """;

    @TempDir
    Path temporary;

    private SendmailFolder folder;

    @BeforeEach
    void files() throws java.io.IOException {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        folder = SendmailFolder.in(temporary);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Yfoo",
                "F{x}/nosuch/file",
                "F{x}/nosuch/file\nYfoo",
                "Yfoo\nF{x}/nosuch/file",
                "O Nosuch=1",
                "O LogLev=9",
                "S1\nRfoo bar",
                "Mfoo, P=/x",
                "O DefaultUser=nosuch",
                "O DeliveryMode=x",
                "Kfoo nosuch",
                "Kfoo hash",
                "Kfoo regex (",
                "Kfoo text -x /none",
                "V11/Berkeley",
                "V9/Berkeley",
                "V10/Foo",
                "O MaxHeadersLength=100",
                "O MustQuoteChars=0123456789012345678901234567890123456789012345",
                "O SingleThreadDelivery=true",
                "O OperatorChars=.:@",
                "O AuthOptions=x",
                "O QueueDirectory=",
                "O QueueDirectory=/nosuch/x",
                "O QueueDirectory=/nosuch/x*",
                "O QueueDirectory=/etc/passwd",
                "# nothing"
            })
    void sameWordsAndExitCode(String line) throws InterruptedException {
        Path cf = folder.file("sendmail.cf", BEFORE + line + "\n");
        for (String mode : List.of("-bC", "-bt", "-bv")) {
            List<String> arguments = mode.equals("-bv") && line.startsWith("#")
                    ? List.of("-C", cf.toString(), mode)
                    : List.of("-C", cf.toString(), mode, "root");
            ProgramRun real = RealSendmail.run(folder, "sendmail", arguments, "/quit\n");
            CommandRun ours = CommandRun.of(arguments, "/quit\n");
            assertThat(mode + " " + ours.status() + "\n" + comparable(ours.output()))
                    .isEqualTo(mode + " " + real.status() + "\n" + comparable(real.output()));
        }
    }

    /// Without the warnings about directories that the test itself lies in, and in our own version's words.
    private static String comparable(String output) {
        return output.replaceAll("(?m)^WARNING: \\w+ writable directory .*\n", "")
                .replace("8.17.1.9", "8.17.1");
    }

    @Test
    void namesOfOptions() throws InterruptedException {
        Path cf = folder.file("sendmail.cf", BEFORE);
        List<String> arguments = List.of("-C", cf.toString(), "-bO");
        List<String> real = RealSendmail.run(folder, "sendmail", arguments, "")
                .output()
                .lines()
                .filter(name -> !name.isEmpty())
                .toList();
        List<String> ours = CommandRun.of(arguments, "").output().lines().toList();
        assertThat(ours).containsAll(real).hasSizeGreaterThan(140);
    }
}
