package org.postern.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.ListOrigin;

/// Programs of lists: which are run, as whom, with what, and what their end means.
final class MemberDeliveryTest {
    private static final ListOrigin ALIAS = ListOrigin.alias("prog");
    private static final ListOrigin OF_ALICE = ListOrigin.forward("alice", "");

    private final UserFixture users;

    MemberDeliveryTest(@TempDir Path folder) throws IOException {
        users = new UserFixture(folder);
    }

    private HelperAnswer run(String command) throws IOException {
        String member = "\"|" + command + "\"";
        users.aliases.put("prog", member);
        return users.deliver(ALIAS, member);
    }

    private static HelperAnswer failed(String status, String text, String output) {
        return new HelperAnswer.ProgramFailed(false, status, text, output);
    }

    /// CMD-06: nothing of the environment but what the mailer says.
    @Test
    void runsTheProgramOfAnAliasAsTheDefaultUserWithAClosedEnvironment() throws IOException {
        Path out = users.drop().resolve("out");

        assertThat(run("(id -ru; id -u; id -rg; id -G; env; cat) > " + out))
                .isEqualTo(new HelperAnswer.Delivered("2.0.0", "Sent"));

        String id = users.defaultUser + "\n";
        assertThat(Files.readString(out))
                .startsWith(users.root ? id + id + id + id : id)
                .contains("AGENT=sendmail\n")
                .doesNotContain("JAVA", "HOME", "USER=")
                .endsWith("From sender@from.test Fri Jan  2 03:04:05 2026\nSubject: x\n\nbody\n");
    }

    /// CMD-05: nothing is open in a program but its input, its output and its errors.
    @Test
    void cmd05LeavesNothingOpenForAProgram() throws IOException {
        Path out = users.drop().resolve("out");

        assertThat(run("ls /proc/self/fd > " + out)).isEqualTo(new HelperAnswer.Delivered("2.0.0", "Sent"));
        // the last one is the directory that ls reads
        assertThat(out).hasContent("0\n1\n2\n3\n");
    }

    @Test
    void runsTheProgramOfAForwardFileAsItsUserInHisHome() throws IOException {
        users.file(".forward", "\"|(id -u; pwd; cat) > out\"\n", 0600);

        assertThat(users.deliver(OF_ALICE, "\"|(id -u; pwd; cat) > out\""))
                .isEqualTo(new HelperAnswer.Delivered("2.0.0", "Sent"));
        assertThat(Files.readString(users.home.resolve("out"))).startsWith(users.alice + "\n" + users.home + "\nFrom ");
    }

    /// PRIV: whoever speaks for the network process gets no program that no list names.
    @Test
    void runsNothingThatTheListDoesNotHold() throws IOException {
        Path out = users.drop().resolve("out");
        users.aliases.put("prog", "\"|true\", bob");
        users.file(".forward", "bob\n", 0600);

        for (ListOrigin origin : new ListOrigin[] {
            ALIAS, OF_ALICE, ListOrigin.alias("no-such"), ALIAS.include("/etc/passwd"), ListOrigin.forward("root", "")
        }) {
            assertThat(users.deliver(origin, "\"|touch " + out + "\"")).isInstanceOf(HelperAnswer.Refused.class);
        }
        assertThat(users.deliver(ALIAS, "bob")).isInstanceOf(HelperAnswer.Refused.class);
        assertThat(out).doesNotExist();
    }

    @Test
    void refusesProgramsAndFilesOfUsersWithoutAShell() throws IOException {
        Path forward = users.folder.resolve("noshell/.forward");
        Files.writeString(forward, "\"|true\", /tmp/x\n");
        MailboxFixture.own(forward, users.other, users.other, 0600);
        ListOrigin origin = ListOrigin.forward("noshell", "");

        assertThat(users.deliver(origin, "\"|true\"").toString())
                .contains("5.7.1", "User noshell@mx.exam.test doesn't have a valid shell for mailing to programs");
        assertThat(users.deliver(origin, "/tmp/x").toString())
                .contains("5.7.1", "User noshell@mx.exam.test doesn't have a valid shell for mailing to files");
        Files.writeString(users.folder.resolve("shells"), "/SENDMAIL/ANY/SHELL/\n");
        assertThat(users.deliver(origin, "\"|true\"")).isInstanceOf(HelperAnswer.Delivered.class);
    }

    @Test
    void knowsWhatExitCodesMean() throws IOException {
        assertThat(run("exit 67")).isEqualTo(failed("5.1.1", "User unknown", ""));
        assertThat(run("echo why; echo two >&2; exit 69"))
                .isEqualTo(failed("5.0.0", "Service unavailable", "why\ntwo\n"));
        assertThat(run("exit 1")).isEqualTo(failed("5.3.0", "unknown mailer error 1", ""));
        assertThat(run("exit 75"))
                .isEqualTo(new HelperAnswer.ProgramFailed(
                        true, "4.0.0", "prog mailer (/bin/sh) exited with EX_TEMPFAIL", ""));
        assertThat(run("kill -9 $$"))
                .isEqualTo(
                        new HelperAnswer.ProgramFailed(true, "4.0.0", "prog mailer (/bin/sh) died with signal 9", ""));
    }

    @Test
    void judgesAProgramThatDoesNotReadByItsExitCode() throws IOException {
        users.aliases.put("prog", "\"|exit 0\"");

        assertThat(users.deliver(
                        ALIAS, "\"|exit 0\"", new ByteArrayInputStream(new byte[4 << 20]), Duration.ofSeconds(60)))
                .isInstanceOf(HelperAnswer.Delivered.class);
    }

    @Test
    void neverLetsAProgramTakeAPartForTheWhole() throws IOException {
        Path out = users.drop().resolve("out");
        String member = "\"|cat > /dev/null; echo whole > " + out + "\"";
        users.aliases.put("prog", member);
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(new byte[100_000]), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("given up");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw new IOException("given up");
            }
        });

        assertThatThrownBy(() -> users.deliver(ALIAS, member, broken, Duration.ofSeconds(60)))
                .hasMessage("given up");
        assertThat(out).doesNotExist();
    }

    @Test
    void endsAProgramThatTakesTooLong() throws IOException {
        users.aliases.put("prog", "\"|sleep 1000\"");

        HelperAnswer answer =
                users.deliver(ALIAS, "\"|sleep 1000\"", InputStream.nullInputStream(), Duration.ofMillis(300));
        assertThat(answer)
                .isEqualTo(
                        new HelperAnswer.ProgramFailed(true, "4.0.0", "prog mailer (/bin/sh) did not end in time", ""));
    }

    /// The root directory of a mailer: where it holds no shell no program runs, whatever the host has.
    @Test
    void seesOnlyTheRootDirectoryOfItsMailer() throws IOException {
        if (!users.root) {
            return;
        }
        Path out = users.drop().resolve("out");
        Path jail = Files.createDirectory(users.folder.resolve("jail"));
        users.program = "P=/bin/sh, F=lsDFMoqeu9, D=/, /=" + jail + ", A=sh -c $u";
        String program = "\"|id > " + out + "\"";
        users.aliases.put("prog", program);

        assertThat(users.deliver(ALIAS, program)).isNotInstanceOf(HelperAnswer.Delivered.class);
        assertThat(out).doesNotExist();
    }

    /// CMD-04: the helper asks the restricted shell before a program runs.
    @Test
    void asksTheRestrictedShellWhenTheMailerIsOne() throws IOException {
        Path programs = Files.createDirectory(users.folder.resolve("sm.bin"));
        Path program =
                Files.writeString(programs.resolve("okprog"), "#!/bin/sh\necho \"$@\" > " + users.drop() + "/out\n");
        MailboxFixture.own(program, users.root ? 0 : users.alice, 0, 0755);
        users.program = "P=/usr/lib/sm.bin/smrsh, F=lsDFMoqeu9, D=$z:/, A=smrsh -c $u";

        assertThat(run("/some/where/okprog a b")).isInstanceOf(HelperAnswer.Delivered.class);
        assertThat(Files.readString(users.folder.resolve("drop/out"))).isEqualTo("a b\n");
        assertThat(run("okprog > /tmp/x"))
                .isEqualTo(failed("5.0.0", "Service unavailable", "smrsh: cannot use > in command"));
        assertThat(run("cat /etc/passwd"))
                .isEqualTo(failed(
                        "5.0.0",
                        "Service unavailable",
                        "smrsh: \"cat\" not available for sendmail programs (stat failed)"));
    }

    /// FS-13: a list within a list has the rights of its own file.
    @Test
    void givesAListItsOwnersRightsOnlyWhenItsAliasNamesIt() throws IOException {
        Path drop = users.drop();
        MailboxFixture.own(drop, users.alice, users.alice, 0755);
        Path out = drop.resolve("out");
        String program = "\"|(id -u; pwd) > " + out + "\"";
        Path list = users.file("list", "bob, " + program + "\n", 0644);
        users.aliases.put("list", ":include:" + list);
        ListOrigin origin = ListOrigin.alias("list").include(list.toString());

        assertThat(users.read(origin))
                .isInstanceOfSatisfying(
                        HelperAnswer.ListPart.class,
                        part -> assertThat(part.uid()).isEqualTo(users.alice));
        assertThat(users.deliver(origin, program)).isInstanceOf(HelperAnswer.Delivered.class);
        assertThat(Files.readString(out)).isEqualTo(users.alice + "\n/\n");
        MailboxFixture.own(list, users.alice, users.alice, 0664);
        assertThat(users.read(origin).toString()).contains("5.2.4", "Cannot open " + list + ": Group writable file");
        users.aliases.put("list", "bob");
        assertThat(users.read(origin)).isInstanceOf(HelperAnswer.Temporary.class);
    }
}
