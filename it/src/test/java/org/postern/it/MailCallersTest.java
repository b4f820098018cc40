package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.os.ProcessIdentity;
import org.postern.testkit.FreePorts;
import org.postern.testkit.Peers;
import org.postern.testkit.ProgramRun;

/// Programs that call `/usr/sbin/sendmail` as users have them: mail readers, cron, git, PHP; and callers who
/// mean ill or are careless with descriptors, limits, variables and folders. One daemon serves them all.
///
/// Accounts and mounts need root; an ordinary user has nothing to show here.
class MailCallersTest {
    private static final long PATIENCE_SECONDS = 60;
    private static final String USER = Integer.toString(EtcMail.alice());

    @TempDir
    Path scratch;

    /// Laid out before anybody looks.
    @SuppressWarnings("NullAway.Init")
    private EtcMail host;

    /// What is looked at while the daemon runs.
    @FunctionalInterface
    private interface Look {
        void at() throws Exception;
    }

    private void whileServing(Look look) throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        int port = FreePorts.find(1).getFirst();
        host = EtcMail.in(scratch.resolve("host"), port);
        host.write(
                "etc/pam.d/other",
                "auth required pam_permit.so\naccount required pam_permit.so\nsession required pam_permit.so\n");
        Files.createDirectories(host.path("var/programs"));
        Files.createDirectories(host.path("var/tmp"));
        host.own("var/tmp", 0, 0, "1777");
        Files.createSymbolicLink(host.path("var/programs/sendmail"), Image.program("sendmail"));
        Path output = scratch.resolve("output");
        Process daemon = host.daemon(output);
        try {
            new SmtpDialogue(port).await(daemon, output);
            look.at();
        } finally {
            daemon.destroy();
            if (!daemon.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                daemon.destroyForcibly();
            }
        }
    }

    /// Runs a script as alice in her home, with Postern as `/usr/sbin/sendmail`.
    private ProgramRun alice(String script) {
        return host.inside(
                "",
                List.of(
                        "sh",
                        "-c",
                        "mount --bind /var/programs /usr/sbin && cd /var/lib/alice && exec setpriv --reuid=" + USER
                                + " --regid=" + USER + " --clear-groups -- env -i HOME=/var/lib/alice USER=alice"
                                + " LOGNAME=alice PATH=/usr/sbin:/usr/bin:/bin sh -c \"$1\"",
                        "sh",
                        script));
    }

    private void await(String user, String... texts) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        for (String text : texts) {
            while (!host.mailbox(user).contains(text)) {
                assertThat(System.nanoTime())
                        .as("%s in the mailbox of %s:\n%s", text, user, host.mailbox(user))
                        .isLessThan(deadline);
                Thread.sleep(20);
            }
        }
    }

    private static Map<String, String> programs() {
        Map<String, String> scripts = new TreeMap<>();
        scripts.put("mutt", "echo body | " + Peers.program("mutt", "mutt") + " -n -F /dev/null -s 'from mutt' bob");
        scripts.put("mailx", "echo body | " + Peers.program("bsd-mailx", "bsd-mailx") + " -n -s 'from mailx' bob");
        scripts.put(
                "php",
                Peers.program("php8.2-cli", "php8.2")
                        + " -n -r 'exit(mail(\"bob\", \"from php\", \"body\\n.\\nmore\\n\", \"Cc: alice\") ? 0 : 1);'");
        Path git = Peers.tree("git-email").resolve("usr/lib/git-core/git-send-email");
        scripts.put(
                "git",
                "printf 'From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\\nFrom: Alice <alice>\\n"
                        + "Subject: [PATCH] from git\\n\\nbody\\n---\\n' >patch; PERL5LIB="
                        + Peers.tree("libmailtools-perl").resolve("usr/share/perl5") + " perl " + git
                        + " --quiet --no-validate --confirm=never --suppress-cc=all --from=alice --to=bob"
                        + " --smtp-server=/usr/sbin/sendmail patch");
        return scripts;
    }

    @Test
    void mailReadersGitPhpAndCron() throws Exception {
        whileServing(() -> {
            for (Map.Entry<String, String> program : programs().entrySet()) {
                ProgramRun run = alice(program.getValue());
                assertThat(run.status())
                        .as("%s: %s", program.getKey(), run.output())
                        .isZero();
            }
            await("bob", "Subject: from mutt", "Subject: from mailx", "Subject: from php", "Subject: [PATCH] from git");
            assertThat(host.mailbox("bob")).contains("body\n.\nmore\n").contains("From alice");
            await("alice", "Subject: from php");
            cron();
        });
    }

    /// A job that prints: cron mails what it said.
    private void cron() throws Exception {
        host.write("var/spool/cron/crontabs/alice", "MAILTO=bob\n@reboot echo said by a job\n");
        host.own("var/spool/cron/crontabs", 0, 0, "0755");
        host.own("var/spool/cron/crontabs/alice", EtcMail.alice(), 0, "0600");
        List<String> command = new ArrayList<>(host.entering(List.of(
                "sh",
                "-c",
                "mount --bind /var/programs /usr/sbin && exec \"$0\" -f",
                Peers.program("cron", "cron").toString())));
        Process cron = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("cron").toFile())
                .start();
        try {
            await("bob", "said by a job", "Cron <alice@");
        } finally {
            cron.destroy();
            cron.waitFor();
        }
    }

    /// FS-06: other names, closed descriptors, small limits; FS-07: what is around the caller; CMD-08: what is for
    /// trusted users only.
    @Test
    void carelessAndHostileCallers() throws Exception {
        whileServing(() -> {
            Path programs = host.path("var/programs");
            for (String name : List.of("smtpd", "newaliases", "purgestat", "mailq")) {
                Files.createSymbolicLink(programs.resolve(name), Image.program("sendmail"));
            }
            ProgramRun closed = alice("sendmail -F closed -i bob <&- >&- 2>&-");
            assertThat(closed.status()).isZero();
            await("bob", "From: \"closed\" <alice");
            assertThat(host.mailbox("bob"))
                    .as("nothing of what the run-time opens")
                    .hasSizeLessThan(2000);

            assertThat(alice("smtpd")).isEqualTo(denied("550 "));
            assertThat(alice("sendmail -bD")).isEqualTo(denied(""));
            assertThat(alice("newaliases")).isEqualTo(denied(""));
            assertThat(alice("purgestat")).isEqualTo(denied(""));
            assertThat(alice("sendmail -q1h")).isEqualTo(denied(""));
            assertThat(alice("sendmail -Qwhy -qI6")).isEqualTo(denied(""));
            assertThat(alice("mailq").output()).contains("can not chdir(/var/spool/mqueue/): Permission denied");
            assertThat(alice("mailq").status()).isEqualTo(78);

            surroundings();
            wordsAboutTheMessage();

            assertThat(alice("ulimit -f 0; echo limits | sendmail -F limits -i bob")
                            .output())
                    .isEmpty();
            await("bob", "From: \"limits\" <alice");
            assertThat(alice("ulimit -v 200000; echo x | sendmail -F none -i bob")
                            .status())
                    .isNotZero();
            assertThat(host.mailbox("bob")).doesNotContain("\"none\"");

            // the alias file is not for everybody: -bv does not read it for whoever may not (restrictexpand and
            // without)
            ProgramRun verified = alice("sendmail -v -bv team");
            assertThat(verified.output()).doesNotContain("aliased to").doesNotContain("user alice");
            restrictExpand();
        });
    }

    /// `-v` shows the dialogue and what becomes of the message; `-p` says how it came.
    private void wordsAboutTheMessage() throws Exception {
        ProgramRun run = alice("echo body | sendmail -v -p UUCP:far.test -F spoken -i bob");
        assertThat(run.output())
                .startsWith("bob... Connecting to ")
                .contains(
                        "\n>>> VERB\n250 2.0.0 Verbose mode\n",
                        "\n>>> .\n050 <bob>... Sent\n250 2.0.0 ",
                        "\nbob... Sent (");
        assertThat(run.status()).isZero();
        await("bob", "From: \"spoken\" <alice");
        assertThat(host.mailbox("bob"))
                .contains("Received: from far.test (alice@localhost)")
                .containsPattern("with UUCP id \\w+")
                .contains("Received: (from alice@localhost)")
                .doesNotContain("Received: from localhost (");
    }

    /// With aliases that everybody may read the option alone decides what `-v` shows and how programs of lists are
    /// judged (sendmail op guide §5.6).
    private void restrictExpand() throws IOException {
        // Debian gives up the check that the option gives up too.
        String stock = Files.readString(host.path("etc/mail/sendmail.cf"), StandardCharsets.ISO_8859_1)
                .replace("NonRootSafeAddr", "TrustStickyBit");
        host.write("etc/mail/closed.cf", stock);
        host.write("etc/mail/open.cf", stock.replaceAll("(?m)^O PrivacyOptions=.*", "O PrivacyOptions=public"));
        host.own("etc/mail/aliases", 0, 0, "0644");
        host.own("etc/mail/aliases.db", 0, 0, "0644");
        alice("echo '\"|/bin/true\"' >.forward").succeeded();
        for (String file : List.of("closed.cf", "open.cf")) {
            String arguments = " -C /etc/mail/" + file + " -v -bv team";
            boolean restricted = file.equals("closed.cf");
            ProgramRun ours = alice("sendmail" + arguments);
            assertThat(ours.output().contains("aliased to")).as(ours.output()).isNotEqualTo(restricted);
            assertThat(ours.output().contains("is unsafe for mailing to programs"))
                    .isNotEqualTo(restricted);
        }
    }

    private static ProgramRun denied(String code) {
        return new ProgramRun(code + "Permission denied (real uid not trusted)\n", 64);
    }

    /// Nothing of the working folder and of the variables is looked at.
    private void surroundings() throws Exception {
        ProgramRun run = alice("""
                mkdir surroundings && cd surroundings
                for file in .hotspotrc .hotspot_compiler sendmail.cf submit.cf postern.conf DB_CONFIG java.security \\
                    net.properties postern.aot submit.aot helper.aot classes.jsa; do echo '+PrintFlagsFinal' >$file; done
                printf '#!/bin/sh\\n: >/var/lib/alice/taken\\n' >java
                chmod 755 java
                cp java readlink; cp java sh; cp java .profile
                export JAVA_TOOL_OPTIONS=-XX:+PrintFlagsFinal JDK_JAVA_OPTIONS=-version _JAVA_OPTIONS=-version CLASSPATH=.
                export JAVA_HOME=. ENV=./java BASH_ENV=./java LD_LIBRARY_PATH=. JDK_AOT_VM_OPTIONS=-version PATH=.:$PATH
                export IFS=/ JAVA_OPTIONS=-version LANG=xx_YY LC_ALL=xx_YY
                echo hostile | /usr/sbin/sendmail -F hostile -i bob
                """);
        assertThat(run).isEqualTo(new ProgramRun("", 0));
        await("bob", "From: \"hostile\" <alice");
        assertThat(host.path("var/lib/alice/taken")).doesNotExist();
    }
}
