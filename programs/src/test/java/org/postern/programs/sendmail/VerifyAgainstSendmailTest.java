package org.postern.programs.sendmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.testkit.ProgramRun;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

/// `-bv` prints the same lines in the same order, with the same exit code, as the real program.
class VerifyAgainstSendmailTest {
    private static final String MC = """
            OSTYPE(`linux')dnl
            define(`confDOMAIN_NAME', `mx.exam.test')dnl
            define(`confDONT_PROBE_INTERFACES', `true')dnl
            LOCAL_DOMAIN(`mx.exam.test')dnl
            MAILER(local)dnl
            MAILER(smtp)dnl
            """;

    private static final String ALIASES = """
            a1: root, daemon
            a2: a1, nobody
            loop1: loop2
            loop2: loop1
            prog: "|/bin/cat"
            file: /tmp/foo
            bad: nosuchuser
            ext: user@example.com, other@[192.0.2.7]
            mix: root, nosuchuser, a1, user@example.com
            deep1: deep2
            deep2: deep3
            deep3: deep4
            deep4: deep5
            deep5: deep6
            deep6: deep7
            deep7: deep8
            deep8: deep9
            deep9: deep10
            deep10: deep11
            deep11: deep12
            deep12: root
            owner-mix: root
            self: self, root
            selfloop1: selfloop2, daemon
            selfloop2: selfloop1
            list: :include:${folder}/etc/list
            nolist: :include:${folder}/etc/none
            forwards: daemon, sys, nosuch
            owned: :include:${folder}/etc/inner, nosuch
            owner-owned: root
            """;

    @TempDir
    Path temporary;

    private SendmailFolder folder;

    @BeforeEach
    void host() throws IOException {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        folder = SendmailFolder.in(temporary);
        folder.configure(RealSendmail.cf(MC));
        Files.writeString(
                folder.configuration(),
                "O DontBlameSendmail=TrustStickyBit\n",
                java.nio.file.StandardOpenOption.APPEND);
        folder.aliases(ALIASES);
    }

    /// `-d27.1` names each look-up, and how loops are looked for.
    @Test
    void lookUpsOfAliases() throws InterruptedException {
        sameAnswers(List.of(
                List.of("-d27.1", "a2", "ext", "nosuch", "mix", "loop1", "self", "\\root", "root", "prog"),
                List.of("-d27.1", "a1", "root"),
                List.of("-d21.1", "a1", "nosuch"),
                List.of("-d27.1", "selfloop1", "list", "forwards")));
    }

    /// Lists in files and what users say in their `.forward` files.
    @Test
    void listsInFiles() throws IOException, InterruptedException {
        folder.file("list", "root, daemon\n# nobody\nuser@example.com\nnosuchuser\n:include:${folder}/etc/inner\n");
        folder.file("inner", "bin, sys\nbin sys\n|/bin/cat\n/tmp/foo\n");
        Files.createDirectory(folder.root().resolve("forward"));
        Files.writeString(folder.root().resolve("forward/daemon"), "bin, sys\n\\daemon\n");
        Files.writeString(folder.root().resolve("forward/bin"), "daemon@elsewhere.example\nnosuchuser\n");
        Files.writeString(folder.root().resolve("forward/sys"), "\"|/bin/cat\"\nbin\n");
        Files.writeString(
                folder.configuration(),
                "O ForwardPath=" + folder.root() + "/forward/$u\n",
                java.nio.file.StandardOpenOption.APPEND);
        List<List<String>> cases = new ArrayList<>();
        for (String words : List.of(
                "daemon|bin|sys|root|sys daemon|list|nolist|list root|forwards|sys,bin daemon|owned|daemon+x|\\daemon")) {
            for (String line : words.split("\\|(?!/)", -1)) {
                cases.add(List.of(line.split(" ", -1)));
            }
        }
        cases.add(List.of("-d27.1", "sys", "list"));
        sameAnswers(cases);
    }

    @Test
    void sameLines() throws InterruptedException {
        List<List<String>> cases = new ArrayList<>();
        for (String words : List.of(
                "root|root daemon nobody|a1|a2|a1 root|root a1|loop1|prog|file|bad|ext|mix|deep1|deep4|mix daemon",
                "daemon mix|root root|root nosuch daemon|nosuch nosuch2 root|loop1 root|bad root|ROOT|root+detail",
                "<root>|<root|root>|<|>|\"\"|a,b|root,daemon|a1,mix,nosuch|@|user@|@host:user@x|user@localhost",
                "user@mx.exam.test|root@mx.exam.test|user@nosuch.example|(comment)root|root(comment)|\\root|a\\|\"a",
                "a\"b|(a|a)|user@[1.2.3.4]|user@[1.2.3|root;|owner-mix|nosuch <root|<root nosuch|a1 prog|ext mix a1",
                "/etc/passwd nosuch|nosuch /etc/passwd|/etc/passwd user@|/bin/cat|/etc/passwd|:include:/tmp/none|\"|/bin/cat\"|\"/etc/passwd\"|user@Z.example a@B.example",
                "mix ext prog file|loop1 loop2|deep1 deep4|loop1 bad|user@ nosuch|nosuch user@|loop1 user@|nosuch user@ <root|user@ nosuch|bad |/bin/cat")) {
            for (String line : words.split("\\|(?!/)", -1)) {
                cases.add(List.of(line.split(" ", -1)));
            }
        }
        cases.add(List.of("root, daemon", "nobody"));
        cases.add(List.of("Full Name <root>"));
        cases.add(List.of("<a1,root>"));
        cases.add(List.of("<nosuch,other>"));
        cases.add(List.of("x <root,daemon> y"));
        cases.add(List.of("<root,daemon,nobody>"));
        cases.add(List.of("<<root>,daemon>", "nobody"));
        cases.add(List.of("<@a,@b:root>"));
        cases.add(List.of(""));
        cases.add(List.of("x.".repeat(120) + "y"));
        cases.add(List.of("u\u0001x@example.com"));
        sameAnswers(cases);
    }

    private void sameAnswers(List<List<String>> cases) throws InterruptedException {
        List<String> theirs = new ArrayList<>();
        List<String> ours = new ArrayList<>();
        for (List<String> addresses : cases) {
            List<String> arguments = new ArrayList<>(List.of("-bv"));
            arguments.addAll(addresses);
            ProgramRun real = RealSendmail.run(folder, "sendmail", arguments, "");
            theirs.add(addresses + " " + real.status() + "\n" + real.output());
            arguments.addAll(0, List.of("-C", folder.configuration().toString()));
            CommandRun run = CommandRun.of(arguments, "");
            ours.add(addresses + " " + run.status() + "\n" + run.output());
        }
        List<String> different = new ArrayList<>();
        for (int i = 0; i < theirs.size(); i++) {
            if (!ours.get(i).equals(theirs.get(i))) {
                different.add("there: " + theirs.get(i) + "here: " + ours.get(i));
            }
        }
        assertThat(String.join("\n", different)).isEmpty();
    }
}
