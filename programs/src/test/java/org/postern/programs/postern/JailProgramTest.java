package org.postern.programs.postern;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.os.ProcessIdentity;
import org.postern.programs.Invocation;
import org.postern.testkit.ProgramRun;

/// With a program in the place of the image.
class JailProgramTest {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    private int jail(Path folder, String... arguments) throws InterruptedException {
        PrintStream out = new PrintStream(output, true, StandardCharsets.ISO_8859_1);
        Invocation invocation = new Invocation(
                "postern",
                List.of(),
                new ByteArrayInputStream(new byte[0]),
                out,
                out,
                Map.of(),
                folder.resolve("image"));
        return new JailProgram(invocation, folder, folder.resolve("mail")).run(List.of(arguments));
    }

    @Test
    void programsRunInIt(@TempDir Path folder) throws Exception {
        Path image = Files.createDirectories(folder.resolve("image"));
        Files.createDirectories(image.resolve("runtime/bin"));
        Files.copy(Path.of("/bin/cat").toRealPath(), image.resolve("runtime/bin/java"));
        Files.setAttribute(image.resolve("runtime/bin/java"), "unix:mode", 0755);
        Files.writeString(Files.createDirectory(folder.resolve("mail")).resolve("sendmail.cf"), "V10");

        assertThat(jail(folder, "jail"))
                .as(output.toString(StandardCharsets.ISO_8859_1))
                .isZero();
        Path made = folder.resolve("jail");
        assertThat(made.resolve("etc/mail/sendmail.cf")).hasContent("V10");
        assertThat(Files.getAttribute(made.resolve("var/spool/mqueue"), "unix:mode"))
                .isEqualTo(040700);
        assertThat(Files.getAttribute(made.resolve("tmp"), "unix:mode")).isEqualTo(041777);
        assertThat(made.resolve("etc/passwd")).hasSameBinaryContentAs(Path.of("/etc/passwd"));
        assertThat(made.resolve("etc/shadow")).doesNotExist();
        if (ProcessIdentity.isRoot()) {
            String inside = "setpriv --version >/dev/null && readlink -f /dev/null && " + image.toRealPath()
                    + "/runtime/bin/java /etc/mail/sendmail.cf && : >/dev/null && ls /";
            ProgramRun run = ProgramRun.of(List.of("chroot", made.toString(), "/bin/sh", "-c", inside), "", folder, 30);
            assertThat(run.output()).startsWith("/dev/null\nV10").contains("ls: not found");
        }

        output.reset();
        assertThat(jail(folder, "jail")).isEqualTo(73);
        assertThat(output.toString(StandardCharsets.ISO_8859_1)).contains("not empty");
        assertThat(jail(folder)).isEqualTo(64);
        assertThat(jail(folder, "--help")).isEqualTo(64);
    }
}
