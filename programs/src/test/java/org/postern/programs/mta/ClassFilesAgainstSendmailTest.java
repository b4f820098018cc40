package org.postern.programs.mta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.SystemClock;
import org.postern.cf.Configuration;
import org.postern.cf.ConfigurationOverrides;
import org.postern.cf.ConfigurationReader;
import org.postern.cf.Diagnostic;
import org.postern.cf.StartingPoint;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

/// F lines of every kind give the same words, and the same messages, as in the real program.
class ClassFilesAgainstSendmailTest {
    private static final String BEFORE = """
            V10/Berkeley
            O DontBlameSendmail=TrustStickyBit
            Mlocal, P=/x, A=x
            Mprog, P=/x, A=x
            """;

    @TempDir
    Path temporary;

    private SendmailFolder folder;

    @BeforeEach
    void files() throws IOException {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        folder = SendmailFolder.in(temporary);
        folder.file("words", "# comment\none two\n three four # x\nfive#six\n\n\"quoted word\"\n");
        folder.file("blank name", "hello\n");
        folder.file("map", "one:w1 w2 w3\ntwo:x\n");
        Path open = Files.createDirectory(folder.etc().resolve("open"));
        Files.writeString(open.resolve("words"), "open\n");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createSymbolicLink(folder.etc().resolve("link"), folder.etc().resolve("words"));
        Files.createSymbolicLink(open.resolve("link"), folder.etc().resolve("words"));
    }

    @Test
    void filesAndFormats() throws IOException {
        same("""
                F{f1}${folder}/etc/words
                F{f2}${folder}/etc/words %[^\\#]
                F{f3} ${folder}/etc/words
                F{f4}${folder}/etc/words %*s %s
                F{f5}${folder}/etc/words five#%s
                F{f6}${folder}/etc/words %3s
                F{f7}${folder}/etc/words %*[a-n]%[a-z]
                F{f8}"${folder}/etc/blank name"
                F{f9}${folder}/etc/"blank name" %s
                F{g1}${folder}/etc/words\\ b %s
                F{g2}${folder}/etc/wor\\ds
                F{g3}${folder}/etc/words #c
                F{g4}"${folder}/etc/words"x
                F{g5}"${folder}/etc/words
                F{g6}
                F{g7}-o${folder}/etc/words
                F{g8}-o ${folder}/etc/words
                F{g9}/dev/null
                F{h1}${folder}/etc
                F{h2}-o ${folder}/etc
                F{h3}/nosuch/file
                F{h4}-o /nosuch/file
                F{h5}${folder}/etc/blank\\ name
                F{h6}${folder}/etc/wor\\"ds"
                F{h7}"${folder}/etc/wor\\"ds"
                F{h8}${folder}/etc/words\\
                F{h9}${folder}/etc/words\\\\ %s
                """);
    }

    @Test
    void unsafePlaces() throws IOException {
        same("""
                F{u1}${folder}/etc/open/words
                F{u2}${folder}/etc/open/link
                F{u3}${folder}/etc/link
                F{u4}-o ${folder}/etc/open/words
                O DontBlameSendmail=ClassFileInUnsafeDirPath
                F{u5}${folder}/etc/open/words
                F{u6}${folder}/etc/open/link
                O DontBlameSendmail=LinkedClassFileInWritableDir
                F{u7}${folder}/etc/open/link
                """);
    }

    @Test
    void programs() throws IOException {
        same("""
                Ethis=that
                F{p1}|/bin/echo a b
                F{p2}"|/bin/echo a b"
                F{p3}|"/bin/echo c"
                F{p4}|/usr/bin/id
                F{p5}"|/usr/bin/printf #x\\na\\nb\\n"
                F{p6}|/usr/bin/env
                F{p7}|/bin/false
                F{p8}"|/bin/echo x@b:c"
                F{p9}-o "|/bin/echo d"
                """);
    }

    @Test
    void maps() throws IOException {
        same("""
                F{m1}one@text:-k0 -v1 -z: ${folder}/etc/map
                F{m2}nosuch@text:-k0 -v1 -z: ${folder}/etc/map
                F{m3}x@nosuch:/none
                F{m4}x@Nosuch:/none
                F{m5}x@text:-o /nosuch/map
                F{m6}1.2.3.4@arpa:
                F{m7}"a.b"@dequote:
                F{m8}root@user:-v dir
                F{m9}x@null:
                F{n1}one@regex:one
                F{n2}x@:foo
                F{n3}x@foo
                F{n4}ONE@TEXT:-k0 -v1 -z: ${folder}/etc/map
                F{n5}-o one@text:-k0 -v1 -z: ${folder}/etc/map
                """);
    }

    private void same(String lines) throws IOException {
        String text = BEFORE + lines.replace("${folder}", folder.root().toString());
        Path cf = folder.file("sendmail.cf", text);
        List<String> classes = lines.lines()
                .filter(line -> line.startsWith("F{"))
                .map(line -> line.substring(2, line.indexOf('}')))
                .toList();
        String real = RealSendmail.addressTest(
                cf, classes.stream().map(name -> "$={" + name + "}").toList());
        Configuration configuration = new ConfigurationReader(
                        new HostFiles(1 << 20, new SystemClock()),
                        StartingPoint.of(SendmailFolder.HOST_NAME, SendmailFolder.HOST_NAME, List.of(), "8.17.1.9"))
                .read(cf.toString(), ConfigurationOverrides.NONE);
        List<String> theirs = new ArrayList<>();
        int title = real.indexOf("ADDRESS TEST MODE");
        real.substring(0, title).lines().forEach(theirs::add);
        String[] answers = real.substring(real.indexOf("\n> ", title) + 3).split("(?m)^> |(?<=> )> ", -1);
        for (int i = 0; i < classes.size(); i++) {
            theirs.add(classes.get(i) + " " + new TreeSet<>(Arrays.asList(answers[i].split("\n", -1))));
        }
        List<String> ours = new ArrayList<>(
                configuration.diagnostics().stream().map(Diagnostic::text).toList());
        for (String name : classes) {
            TreeSet<String> members = new TreeSet<>(List.of(""));
            members.addAll(configuration.classOf(name).members());
            ours.add(name + " " + members);
        }
        assertThat(String.join("\n", ours)).isEqualTo(String.join("\n", theirs));
    }
}
