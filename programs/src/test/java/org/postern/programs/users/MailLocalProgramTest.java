package org.postern.programs.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Clock;
import org.postern.os.Account;
import org.postern.os.Accounts;
import org.postern.os.FileAccounts;
import org.postern.os.ProcessIdentity;
import org.postern.programs.Invocation;

/// The texts, codes and the LMTP conversation are recorded from sendmail 8.17's mail.local.
class MailLocalProgramTest {
    private static final Clock CLOCK = new Clock() {
        @Override
        public long epochMillis() {
            return 1_767_323_045_000L;
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }
    };

    private static final String COMMANDS = """
                NOOP
                HELO x
                LHLO me
                LHLO me
                RCPT TO:<u1>
                MAIL FROM:<a@b> SIZE=100 BODY=8BITMIME
                MAIL FROM:<c@d>
                DATA
                RCPT TO:<u1@any.x> FOO=bar
                RCPT TO:<nosuch>
                RCPT TO:<"u2">
                RCPT TO:u2
                RCPT TO:<u1+det>
                rcpt to:<@a,@b:u2@c>
                RCPT TO:<>
                RCPT TO: <u2>
                RCPT  TO:<u2>
                RCPT TO:<u2>x
                RSET
                MAIL FROM: <>
                MAIL FROM:<a b>
                DATA x
                DATA
                RCPT TO:<u1>
                RCPT TO:<u3@>
                DATAX
                data
                Subject: x

                ..dot
                .
                VRFY u1
                VRFYx
                LHLOx
                MAIL
                QUIT
                NOOP
                """;
    private static final String REPLIES = """
                        220 vm LMTP ready
                        250 2.0.0 Ok
                        500 5.5.2 Syntax error
                        250-vm
                        250-8BITMIME
                        250-ENHANCEDSTATUSCODES
                        250 PIPELINING
                        503 vm Duplicate LHLO
                        503 5.5.1 Need MAIL command
                        250 2.5.0 Ok
                        503 5.5.1 Nested MAIL command
                        503 5.5.1 No recipients
                        250 2.1.5 Ok
                        550 5.1.1 User unknown
                        550 5.1.1 User unknown
                        501 5.5.4 Syntax error in parameters
                        250 2.1.5 Ok
                        250 2.1.5 Ok
                        550 5.1.1 User unknown
                        501 5.5.4 Syntax error in parameters
                        500 5.5.2 Syntax error
                        501 5.5.4 Syntax error in parameters
                        250 2.0.0 Ok
                        501 5.5.4 Syntax error in parameters
                        250 2.5.0 Ok
                        500 5.5.2 Syntax error
                        503 5.5.1 No recipients
                        250 2.1.5 Ok
                        250 2.1.5 Ok
                        500 5.5.2 Syntax error
                        354 Go ahead
                        250 2.1.5 u1 Ok
                        250 2.1.5 u3 Ok
                        252 2.3.3 Try RCPT to attempt delivery
                        500 5.5.2 Syntax error
                        500 5.5.2 Syntax error
                        500 5.5.2 Syntax error
                        221 2.0.0 Bye
                        """;

    private final Path directory;
    private final Path home;
    private final Accounts accounts;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    MailLocalProgramTest(@TempDir Path folder) throws IOException {
        boolean root = ProcessIdentity.isRoot();
        Account user = (root
                        ? Accounts.system().byName("nobody")
                        : Accounts.system().byUid(ProcessIdentity.effectiveUserId()))
                .found()
                .orElseThrow();
        Files.setAttribute(folder, "unix:mode", 0755);
        directory = Files.createDirectory(folder.resolve("mail"));
        home = Files.createDirectory(folder.resolve("home"));
        if (root) {
            Files.setAttribute(home, "unix:uid", user.uid());
        }
        String rest = ":x:" + user.uid() + ":" + user.gid() + "::" + home + ":/bin/sh\n";
        Path passwd = Files.writeString(folder.resolve("passwd"), "u1" + rest + "u2" + rest + "u3" + rest);
        accounts = new FileAccounts(passwd, Files.createFile(folder.resolve("group")), 10_000);
    }

    private int run(String input, String... arguments) {
        output.reset();
        PrintStream out = new PrintStream(output, true, StandardCharsets.ISO_8859_1);
        return new MailLocalProgram(directory.toString(), accounts, CLOCK, ZoneOffset.UTC, "vm", event -> {})
                .run(new Invocation(
                        "mail.local",
                        List.of(arguments),
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.ISO_8859_1)),
                        out,
                        out,
                        Map.of(),
                        Path.of("/")));
    }

    private String said() {
        return output.toString(StandardCharsets.ISO_8859_1);
    }

    private String mailbox(String user) throws IOException {
        return Files.readString(directory.resolve(user), StandardCharsets.ISO_8859_1);
    }

    @Test
    void oneMessageForSeveralUsers() throws IOException {
        assertThat(run("Subject: x\n\nFrom me\n", "-d", "-f", "bob@x.org", "u1", "nosuch", "u2"))
                .isEqualTo(69);

        assertThat(said()).isEqualTo("mail.local: nosuch: User unknown\n");
        String expected = "From bob@x.org Fri Jan  2 03:04:05 2026\nSubject: x\n\n>From me\n\n";
        assertThat(mailbox("u1")).isEqualTo(expected);
        assertThat(mailbox("u2")).isEqualTo(expected);
    }

    @Test
    void aFileInTheHomeDirectory() {
        assertThat(run("a\n", "-f", "x", "-h", "inbox", "u1")).isZero();
        assertThat(home.resolve("inbox")).content().isEqualTo("From x Fri Jan  2 03:04:05 2026\na\n\n");
        assertThat(run("a\n", "-f", "x", "-h", "/other", "u1")).isZero();
        assertThat(home.resolve("other")).exists();
        assertThat(run("a\n", "-f", "x", "-h", "Maildir/", "u1")).isZero();
        assertThat(home.resolve("Maildir/new")).isNotEmptyDirectory();
        assertThat(run("a\n", "-f", "x", "-h", "../../x", "u1")).isEqualTo(69);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whatIsNoMailbox() throws IOException {
        Files.createSymbolicLink(directory.resolve("u1"), Path.of("/etc/passwd"));
        Files.createDirectory(directory.resolve("u2"));

        assertThat(run("a\n", "u1", "u2")).isEqualTo(69);
        assertThat(said())
                .isEqualTo("mail.local: " + directory + "/u1: irregular file\nmail.local: " + directory
                        + "/u2: too many links\n");
    }

    @Test
    void wrongFlags() {
        String usage = "mail.local: " + MailLocalOptions.USAGE + "\n";
        assertThat(run("")).isEqualTo(69);
        assertThat(said()).isEqualTo(usage);
        assertThat(run("", "-f", "a", "-r", "b", "u1")).isEqualTo(69);
        assertThat(said()).isEqualTo("mail.local: Multiple -f options\n" + usage);
        assertThat(run("", "-z", "u1")).isEqualTo(69);
        assertThat(run("", "-D", "foo", "u1")).isEqualTo(69);
        assertThat(said()).isEqualTo("mail.local: Can not open mailbox database foo: Service unavailable\n");
        assertThat(run("", "-f", "a\nb", "u1")).isEqualTo(69);
        assertThat(run("QUIT\r\n", "-l", "u1")).isEqualTo(75);
        assertThat(said()).isEqualTo("421 Users should not be specified in command line if LMTP required\r\n");
    }

    @Test
    void theConversation() throws IOException {
        assertThat(run(COMMANDS.replace("\n", "\r\n"), "-l")).isZero();
        assertThat(said().replace("\r\n", "\n")).isEqualTo(REPLIES);
        assertThat(mailbox("u1")).isEqualTo("From a b Fri Jan  2 03:04:05 2026\nSubject: x\n\n.dot\n\n");
    }

    @Test
    void aMessageThatBreaksOffIsNobodys() {
        assertThat(run("LHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<u1>\r\nDATA\r\neof in data\r\n", "-l", "-7"))
                .isEqualTo(75);
        assertThat(said())
                .doesNotContain("8BITMIME")
                .contains("354 Go ahead\r\n")
                .doesNotContain("u1 Ok");
        assertThat(directory).isEmptyDirectory();
    }
}
