package org.postern.programs.postern;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.programs.Invocation;

class McProgramTest {
    private static final String SMALL = """
            VERSIONID(`small')dnl
            OSTYPE(`linux')dnl
            MAILER(`local')dnl
            MAILER(`smtp')dnl
            """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();

    private int mc(String input, String... arguments) {
        Invocation invocation = new Invocation(
                "postern",
                List.of(arguments),
                new ByteArrayInputStream(Ascii.bytes(input)),
                new PrintStream(output, true, StandardCharsets.ISO_8859_1),
                new PrintStream(error, true, StandardCharsets.ISO_8859_1),
                Map.of(),
                folder);
        return new McProgram(invocation, folder).run(List.of(arguments));
    }

    private String errors() {
        return Ascii.text(error.toByteArray());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void pipes() {
        assertThat(mc(SMALL)).isEqualTo(SysExit.OK.code());
        assertThat(Ascii.text(output.toByteArray())).contains("\nMesmtp,", "\nSparse=0");
        assertThat(errors()).isEmpty();
    }

    @Test
    void writesTheFileAtOnceAndReadsWhatItIncludes() throws IOException {
        write("sendmail.mc", SMALL + "include(`more.m4')\n");
        write("more.m4", "LOCAL_CONFIG\nD{Mine}yes\n");
        assertThat(mc("", "-o", "sendmail.cf", "sendmail.mc")).isEqualTo(SysExit.OK.code());
        assertThat(folder.resolve("sendmail.cf"))
                .content(StandardCharsets.ISO_8859_1)
                .contains("D{Mine}yes");
        assertThat(folder.resolve("sendmail.cf.new")).doesNotExist();
        assertThat(output.size()).isZero();
    }

    @Test
    void anErrorLeavesTheOldFileAlone() throws IOException {
        write("sendmail.cf", "old");
        write("sendmail.mc", "OSTYPE(`linux')dnl\nFEATURE(`acess_db')dnl\nMAILER(`local')dnl\n");
        assertThat(mc("", "-osendmail.cf", "sendmail.mc")).isEqualTo(SysExit.DATA_ERROR.code());
        assertThat(errors()).contains("sendmail.mc:2: error:", "did you mean access_db?");
        assertThat(folder.resolve("sendmail.cf")).content().isEqualTo("old");
    }

    @Test
    void warnsOfAMisspeltVariableAndOfASecondDefinition() throws IOException {
        write("sendmail.mc", """
                define(`confLOG_LEVL', `9')dnl
                define(`confLOG_LEVEL', `9')dnl
                define(`confLOG_LEVEL', `10')dnl
                """ + SMALL);
        assertThat(mc("", "sendmail.mc")).isEqualTo(SysExit.OK.code());
        assertThat(errors())
                .contains(
                        "sendmail.mc:1: warning: confLOG_LEVL is not known; did you mean confLOG_LEVEL?",
                        "sendmail.mc:3: warning: confLOG_LEVEL is defined again; the first time is at sendmail.mc:2");
    }

    @Test
    void changesTheFileAndWhatIsMadeOfIt() throws IOException {
        write("sendmail.mc", "FEATURE(`promiscuous_relay')dnl\n" + SMALL);
        Files.setPosixFilePermissions(folder.resolve("sendmail.mc"), PosixFilePermissions.fromString("rw-r-----"));
        String line = "define(`confLOG_LEVEL', `11')dnl";
        for (int again = 0; again < 2; again++) {
            assertThat(mc("", "--add", line, "sendmail.mc")).as(errors()).isEqualTo(SysExit.OK.code());
        }
        assertThat(mc("", "--drop", "FEATURE(`promiscuous_relay'", "sendmail.mc"))
                .isEqualTo(SysExit.OK.code());
        assertThat(folder.resolve("sendmail.mc"))
                .content()
                .isEqualTo(SMALL.replace("MAILER(`local')", line + "\nMAILER(`local')"));
        assertThat(folder.resolve("sendmail.cf"))
                .content(StandardCharsets.ISO_8859_1)
                .contains("\nO LogLevel=11");
        assertThat(Files.getPosixFilePermissions(folder.resolve("sendmail.mc")))
                .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    }

    @Test
    void aChangeThatDoesNotCompileChangesNothing() throws IOException {
        write("sendmail.mc", SMALL);
        assertThat(mc("", "--add", "FEATURE(`acess_db')dnl", "sendmail.mc")).isEqualTo(SysExit.DATA_ERROR.code());
        assertThat(mc("", "--drop", "FEATURE(`smrsh'", "sendmail.mc")).isEqualTo(SysExit.DATA_ERROR.code());
        assertThat(errors()).contains("no line of sendmail.mc begins with FEATURE(`smrsh'");
        assertThat(folder.resolve("sendmail.mc")).content().isEqualTo(SMALL);
        assertThat(folder.resolve("sendmail.cf")).doesNotExist();
        assertThat(mc("", "--add", "dnl", "sendmail.cf")).isEqualTo(SysExit.USAGE.code());
        assertThat(mc("", "--add")).isEqualTo(SysExit.USAGE.code());
    }

    @Test
    void saysWhatIsWrongWithTheCall() {
        assertThat(mc("", "missing.mc")).isEqualTo(SysExit.NO_INPUT.code());
        assertThat(errors()).contains("cannot read missing.mc: No such file");
        assertThat(mc("", "a", "b")).isEqualTo(SysExit.USAGE.code());
        assertThat(mc("", "-x", "b")).isEqualTo(SysExit.USAGE.code());
    }

    @Test
    void anEndlessMacroEndsWithItsPlace() throws IOException {
        write("loop.mc", "OSTYPE(`linux')\ndefine(`x', `x x')x\n");
        assertThat(mc("", "loop.mc")).isEqualTo(SysExit.DATA_ERROR.code());
        assertThat(errors()).contains("loop.mc:2: error: too much text at one time");
    }

    @Test
    void saysWhatIsWrongInTheConfigurationThatItMade() throws Exception {
        write("sendmail.mc", """
                OSTYPE(`linux')
                define(`confMAX_MESSAGE_SIZE', `50MB')
                MAILER(`local')
                """);
        assertThat(mc("", "-o", "sendmail.cf", "sendmail.mc")).isEqualTo(SysExit.OK.code());
        assertThat(errors()).contains("warning: option MaxMessageSize: 50MB is no number; 50 is used");
    }
}
