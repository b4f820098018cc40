package org.postern.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.helperwire.HelperAnswer;

/// Programs of mailers: by whose rights, with which arguments, and what is refused.
class MailerDeliveryTest {
    @TempDir
    private Path folder;

    private UserFixture fixture;
    private Path program;
    private Path out;

    @BeforeEach
    void prepare() throws IOException {
        fixture = new UserFixture(folder);
        program = folder.resolve("mda");
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        out = shared.resolve("out");
        Files.writeString(
                program,
                "#!/bin/sh\n{ id -u; pwd; for word; do echo \"[$word]\"; done; cat; } > " + out
                        + "\nexit ${EXIT:-0}\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void theLocalMailersProgramRunsAsTheRecipientInHisHome() throws IOException {
        fixture.local = "P=" + program + ", F=lsDFMAw5:/|@qPSn9, D=$z:/, A=mda -f $f -a $h -d $u";
        assertThat(fixture.run("local", "detail", List.of("alice"))).isInstanceOf(HelperAnswer.Delivered.class);
        assertThat(Files.readString(out))
                .isEqualTo(fixture.alice + "\n" + fixture.home + "\n[-f]\n[sender@from.test]\n[-a]\n[detail]\n[-d]\n"
                        + "[alice]\nSubject: x\n\nbody\n");
    }

    @Test
    void anotherMailerRunsAsDefaultUserWithAllUsersAtOnce() throws IOException {
        fixture.moreCf = "Mgate, P=" + program + ", F=DFMmu, A=mda $h $u end\n";
        assertThat(fixture.run("GATE", "host.test", List.of("a b", "c@d"))).isInstanceOf(HelperAnswer.Delivered.class);
        assertThat(Files.readString(out))
                .startsWith(fixture.defaultUser + "\n/\n[host.test]\n[a b]\n[c@d]\n[end]\nFrom sender@from.test ");
    }

    private List<String> warnings(String forgiven) throws IOException {
        fixture.events.clear();
        fixture.blame = "TrustStickyBit,NonRootSafeAddr" + forgiven;
        assertThat(fixture.run("gate", "", List.of("x"))).isInstanceOf(HelperAnswer.Delivered.class);
        return fixture.events.stream().map(event -> event.text()).toList();
    }

    /// It runs all the same, as in sendmail; each word takes its own warning away and no other.
    @Test
    void aProgramThatOthersMayChangeIsWarnedOf() throws IOException {
        fixture.moreCf = "Mgate, P=" + program + ", F=DFMn, A=mda $u\n";
        String warning = "Warning: program " + program + " unsafe: ";
        assertThat(warnings("")).isEmpty();
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxrwxr-x"));
        assertThat(warnings("")).containsExactly(warning + "Group writable file");
        assertThat(warnings(",RunProgramInUnsafeDirPath")).containsExactly(warning + "Group writable file");
        assertThat(warnings(",RunWritableProgram")).isEmpty();
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xrwx"));
        assertThat(warnings("")).containsExactly(warning + "World writable file");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(warnings(",RunWritableProgram")).containsExactly(warning + "World writable directory");
        assertThat(warnings(",RunWritableProgram,RunProgramInUnsafeDirPath")).isEmpty();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));
        assertThat(warnings(",RunWritableProgram")).containsExactly(warning + "Group writable directory");
        assertThat(warnings(",RunWritableProgram,GroupWritableDirPathSafe")).isEmpty();
    }

    @Test
    void theEquateUSaysAsWhom() throws IOException {
        fixture.moreCf = "Mgate, P=" + program + ", F=DFMSn, U=noshell, A=mda $u\n";
        assertThat(fixture.run("gate", "", List.of("x"))).isInstanceOf(HelperAnswer.Delivered.class);
        assertThat(Files.readString(out)).startsWith(fixture.other + "\n/\n[x]\n");
    }

    /// `P=[LPC]` is for conversations only, and the helper's own configuration must have it.
    @Test
    void theUserOfTheCommandIsSpokenWith() throws IOException {
        fixture.console = new Console(
                new ByteArrayInputStream(Ascii.bytes("220 x\r\n")),
                new FileOutputStream(out.toFile()),
                false,
                Duration.ofMinutes(1));
        fixture.moreCf = "Mlpc, P=[LPC], F=mDFMu, A=TCP $h\nMprinted, P=[LPC], F=mDFMu, A=x $u\n";
        StringBuilder output = new StringBuilder();
        assertThat(fixture.talk("lpc", "", "QUIT\n", output)).isInstanceOf(HelperAnswer.Delivered.class);
        assertThat(fixture.talk("printed", "", "QUIT\n", output)).isInstanceOf(HelperAnswer.Refused.class);
        assertThat(fixture.run("printed", "", List.of("x"))).isInstanceOf(HelperAnswer.Refused.class);
        assertThat(out).hasContent("QUIT");
    }

    @Test
    void aProgramIsTalkedToWithTheSameRights() throws IOException {
        Files.writeString(
                program, "#!/bin/sh\nid -u\nwhile read -r line; do echo \"you said $line\"; done\necho loud >&2\n");
        fixture.moreCf = "Mgate, P=" + program + ", F=DFMmuz, A=mda -x\n";
        fixture.local = "P=" + program + ", F=lsDFMAw5:/|@qPSnz9, A=mda";
        StringBuilder output = new StringBuilder();
        assertThat(fixture.talk("gate", "", "a\nb\n", output)).isInstanceOf(HelperAnswer.Delivered.class);
        assertThat(output).hasToString(fixture.defaultUser + "\nyou said a\nyou said b\n");
        output.setLength(0);
        assertThat(fixture.talk("local", "alice", "c\n", output)).isInstanceOf(HelperAnswer.Delivered.class);
        assertThat(output).hasToString(fixture.alice + "\nyou said c\n");
        output.setLength(0);
        assertThat(fixture.talk("local", "boss", "c\n", output)).isInstanceOf(HelperAnswer.Temporary.class);
        fixture.local = "P=" + program + ", F=lsDFMAw5:/|@qPSn9, A=mda $u";
        for (String mailer : List.of("local", "prog", "*file*", "nosuch")) {
            assertThat(fixture.talk(mailer, "alice", "c\n", output))
                    .as(mailer)
                    .isInstanceOf(HelperAnswer.Refused.class);
        }
        assertThat(output).isEmpty();
    }

    @Test
    void nothingRunsAsRoot() throws IOException {
        fixture.moreCf = "Mgate, P=" + program + ", F=DFMSn, U=boss, A=mda $u\n";
        fixture.local = "P=" + program + ", F=lsDFMAw5:/|@qPSn9, A=mda $u";
        assertThat(fixture.run("gate", "", List.of("x"))).isInstanceOf(HelperAnswer.Temporary.class);
        assertThat(fixture.run("local", "", List.of("boss"))).isInstanceOf(HelperAnswer.Temporary.class);
        assertThat(out).doesNotExist();
    }

    /// CMD-01: no recipient becomes an option of a program.
    @Test
    void whatLooksLikeAnOptionIsNoUser() throws IOException {
        fixture.local = "P=" + program + ", F=lsDFMAw5:/|@qPSn9, A=mda $u";
        HelperAnswer answer = new HelperAnswer.Failed(SysExit.USAGE, "5.1.3", "User address required");
        assertThat(fixture.run("local", "", List.of("-oQ/tmp"))).isEqualTo(answer);
        assertThat(fixture.run("local", "-x", List.of("alice"))).isEqualTo(answer);
        assertThat(out).doesNotExist();
    }

    @Test
    void onlyMailersWithAProgramOfTheirOwnAreRun() throws IOException {
        fixture.moreCf = "Mnet, P=[IPC], F=mDFM, A=TCP $h\n";
        for (String mailer : List.of("local", "prog", "*file*", "net", "nosuch")) {
            assertThat(fixture.run(mailer, "", List.of("alice"))).as(mailer).isInstanceOf(HelperAnswer.Refused.class);
        }
        fixture.local = "P=" + program + ", F=lsDFMAw5:/|@qPSn9, A=mda $u";
        assertThat(fixture.run("local", "", List.of("alice", "noshell"))).isInstanceOf(HelperAnswer.Refused.class);
        assertThat(fixture.run("local", "", List.of("nobodyknows")))
                .isEqualTo(new HelperAnswer.Failed(SysExit.NO_USER, "5.1.1", "User unknown: nobodyknows"));
    }

    @Test
    void aRecipientIsANameEvenIfItLooksLikeANumber() throws IOException {
        fixture.local = "P=" + program + ", F=lsDFMAw5:/|@qPSn9, A=mda $u";
        String number = Integer.toString(fixture.alice);
        assertThat(fixture.run("local", "", List.of(number)))
                .isEqualTo(new HelperAnswer.Failed(SysExit.NO_USER, "5.1.1", "User unknown: " + number));
        assertThat(out).doesNotExist();
    }

    @Test
    void theProgramsOwnResultCounts() throws IOException {
        fixture.local = "P=" + program + ", F=lsDFMAw5:/|@qPSn9, A=mda $u";
        fixture.moreCf = "EEXIT=67\n";
        assertThat(fixture.run("local", "", List.of("alice")))
                .isInstanceOfSatisfying(
                        HelperAnswer.ProgramFailed.class,
                        failed -> assertThat(failed.temporary()).isFalse());
    }

    /// Flag `U`, recorded from the real program.
    @Test
    void aPathThroughHostsIsNamedAsUucpDoes() {
        assertThat(Ascii.text(MboxWriter.pathFromLine("h!u", 0, ZoneOffset.UTC)))
                .isEqualTo("From u  Thu Jan  1 00:00:00 1970 remote from h\n");
        assertThat(Ascii.text(MboxWriter.pathFromLine("x@y.test", 0, ZoneOffset.UTC)))
                .isEqualTo("From x@y.test Thu Jan  1 00:00:00 1970\n");
    }
}
