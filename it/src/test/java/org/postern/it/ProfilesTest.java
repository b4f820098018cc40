package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.os.ProcessIdentity;
import org.postern.os.ProcessSignal;
import org.postern.testkit.FreePorts;
import org.postern.testkit.ProgramRun;

/// `postern init` makes the four kinds of system: each starts on a host of its own, relays for nobody, and does
/// with the mail of its users what the kind says. Accounts and mounts need root; an ordinary user has nothing to
/// show here.
class ProfilesTest {
    private static final long PATIENCE_SECONDS = 90;
    private static final String TO_PROGRAM = "\\alice, \"|saver\"\n";

    @TempDir
    Path scratch;

    private Path output;
    private SmtpDialogue smtp;

    /// What is looked at while the server runs.
    @FunctionalInterface
    private interface Look {
        void at(EtcMail host, Process daemon) throws Exception;
    }

    @BeforeEach
    void letOthersEnter() throws IOException {
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        output = scratch.resolve("output");
        smtp = new SmtpDialogue(FreePorts.find(1).getFirst());
    }

    private void run(String profile, Look look) throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        EtcMail host = EtcMail.bare(scratch);
        host.append("etc/passwd", "mailnull:x:61009:61009::/:/usr/sbin/nologin\n");
        host.append("etc/group", "mailnull:x:61009:\n");
        ProgramRun made = inside(host, "", "postern", "init", "--profile", profile);
        assertThat(made.status()).as(made.output()).isZero();
        assertThat(made.output()).contains("made /var/spool/mqueue");
        host.write("etc/mail/local-host-names", EtcMail.HOST + "\n");
        host.write("etc/mail/relay-domains", "inside.test\n");
        host.write("etc/mail/smrsh/saver", "#!/bin/sh\ncat >/var/lib/alice/saved\n");
        host.own("etc/mail/smrsh/saver", 0, 0, "0755");
        forward(host, "var/lib/alice/.forward", TO_PROGRAM);
        questions(host, profile);
        host.listenOn(smtp.port());
        Process daemon = host.daemon(output);
        try {
            smtp.await(daemon, output);
            assertThat(last("127.0.0.2", "x@other.test", "someone@third.test"))
                    .startsWith("550 5.7.1 <someone@third.test>... Relaying denied");
            assertThat(last("127.0.0.1", "x@other.test", "someone@third.test")).startsWith("250 2.1.5");
            assertThat(smtp.replies("127.0.0.2", "VRFY alice").getLast()).startsWith("252 2.5.2");
            look.at(host, daemon);
        } finally {
            daemon.destroy();
            if (!daemon.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                daemon.destroyForcibly();
            }
        }
    }

    private static ProgramRun inside(EtcMail host, String input, String program, String... arguments) {
        List<String> command =
                new java.util.ArrayList<>(List.of(Image.program(program).toString()));
        command.addAll(List.of(arguments));
        return host.inside(input, command);
    }

    private static void forward(EtcMail host, String file, String text) throws IOException {
        host.write(file, text);
        host.own(file, EtcMail.alice(), EtcMail.alice(), "0644");
    }

    /// The kind's own answers in address test mode, and that its `.mc` file still makes the same.
    private static void questions(EtcMail host, String profile) {
        String answers = inside(host, "/parse x@third.test\n/parse alice@" + EtcMail.HOST + "\n", "sendmail", "-bt")
                .output();
        assertThat(answers)
                .contains("mailer esmtp, host third.test., user x@third.test")
                .contains(profile.equals("firewall") ? "No mailboxes here" : "mailer local, user alice");
        ProgramRun again = inside(host, "", "postern", "mc", "-o", "/var/lib/again.cf", "/etc/mail/sendmail.mc");
        assertThat(again.output()).isEmpty();
        ProgramRun same = host.inside("", List.of("cmp", "/var/lib/again.cf", "/etc/mail/sendmail.cf"));
        assertThat(same.output()).isEmpty();
    }

    private String last(String from, String sender, String recipient) throws IOException {
        return smtp.replies(from, "MAIL FROM:<" + sender + ">", "RCPT TO:<" + recipient + ">")
                .getLast();
    }

    private void send(String recipient, String text) throws IOException {
        assertThat(smtp.replies(
                                "127.0.0.2",
                                "MAIL FROM:<x@other.test>",
                                "RCPT TO:<" + recipient + ">",
                                "DATA",
                                "Subject: test\n\n" + text + "\n.")
                        .getLast())
                .startsWith("250 2.0.0");
    }

    private void await(Path file, String text) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(file) || !Files.readString(file).contains(text)) {
            assertThat(System.nanoTime())
                    .as("%s\n%s", file, Files.readString(output))
                    .isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private void awaitGreeting(String text) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        String greeting = "";
        while (!greeting.contains(text)) {
            assertThat(System.nanoTime()).as(greeting).isLessThan(deadline);
            Thread.sleep(20);
            try (SmtpDialogue.Session session = smtp.open("127.0.0.1")) {
                greeting = session.greeting();
            } catch (IOException notYet) {
                greeting = notYet.toString();
            }
        }
    }

    @Test
    void usersWhoLogInHaveForwardingToPrograms() throws Exception {
        run("logins", (host, daemon) -> {
            send("alice@" + EtcMail.HOST, "one");
            await(host.path("var/mail/alice"), "one");
            await(host.path("var/lib/alice/saved"), "one");
            assertThat(host.mailboxOwner("alice")).isEqualTo(EtcMail.alice());
        });
    }

    @Test
    void usersWithoutLoginsForwardByAFileOutsideOfTheirHomes() throws Exception {
        run("accounts", (host, daemon) -> {
            forward(host, "var/forward/alice", "\\alice, bob\n");
            send("alice@" + EtcMail.HOST, "one");
            await(host.path("var/mail/alice"), "one");
            await(host.path("var/mail/bob"), "one");
            assertThat(host.path("var/lib/alice/saved")).doesNotExist();
            forward(host, "var/forward/alice", TO_PROGRAM);
            send("alice@" + EtcMail.HOST, "two");
            await(host.path("var/mail/alice"), "two");
            assertThat(host.path("var/lib/alice/saved")).doesNotExist();
        });
    }

    @Test
    void aMailStoreForwardsNothing() throws Exception {
        run("mailstore", (host, daemon) -> {
            send("alice@" + EtcMail.HOST, "one");
            await(host.path("var/mail/alice"), "one");
            assertThat(host.path("var/lib/alice/saved")).doesNotExist();
        });
    }

    @Test
    void aFirewallOnlyPassesOnAndHasNoRightsOfRoot() throws Exception {
        run("firewall", (host, daemon) -> {
            assertThat(last("127.0.0.2", "x@other.test", "alice@" + EtcMail.HOST))
                    .isEqualTo("550 5.1.1 <alice@" + EtcMail.HOST + ">... No mailboxes here");
            assertThat(last("127.0.0.2", "x@other.test", "someone@inside.test")).startsWith("250 2.1.5");
            List<ProcessHandle> all = java.util.stream.Stream.concat(
                            java.util.stream.Stream.of(daemon.toHandle()), daemon.descendants())
                    .toList();
            assertThat(all).hasSizeGreaterThanOrEqualTo(2);
            for (ProcessHandle process : all) {
                String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
                int id = EtcMail.networkAccount();
                assertThat(status).containsPattern("Uid:\\s" + id + "\\s" + id + "\\s" + id);
            }
            Path configuration = host.path("etc/mail/sendmail.cf");
            host.write(
                    "etc/mail/sendmail.cf",
                    Files.readString(configuration, StandardCharsets.ISO_8859_1) + "O SmtpGreetingMessage=$j anew\n");
            ProcessSignal.HUP.send(daemon.pid());
            awaitGreeting("anew");
            assertThat(last("127.0.0.2", "x@other.test", "someone@inside.test")).startsWith("250 2.1.5");
        });
    }
}
