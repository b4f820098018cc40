package org.postern.cf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.postern.testkit.Peers;

/// The real `sendmail -bt`, as the judge of what a configuration means.
///
/// It runs with its own host name, hosts file and without a name server (in its own mount and name spaces), so that its
/// answers do not depend on the machine.
final class RealSendmail {
    static final String HOST = "mail.oracle.test";
    static final List<String> ADDRESSES = List.of("192.0.2.1", "127.0.0.1");

    private static final long LIMIT_SECONDS = 120;

    private final Path folder;

    /// @param folder for its files; every user may read it
    RealSendmail(Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n192.0.2.1 " + HOST + " mail\n");
        Files.writeString(folder.resolve("resolv.conf"), "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n");
        Files.writeString(folder.resolve("nsswitch.conf"), "hosts: files\npasswd: files\ngroup: files\n");
        Files.writeString(folder.resolve("service.switch"), "hosts files\npasswd files\naliases files\n");
    }

    /// What it prints when it reads these lines, split at its prompts: first what stands before the first prompt, then
    /// one answer a line.
    List<String> addressTest(Path cf, List<String> lines) throws IOException, InterruptedException {
        Path input = folder.resolve("input");
        Files.write(input, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1));
        String text = output(cf, List.of("-bt"));
        assertThat(text)
                .as("sendmail -bt needs unshare (apt-get install util-linux) and the right to use it")
                .contains("ADDRESS TEST MODE");
        return answers(text, lines.size());
    }

    /// What it prints with this configuration and these arguments when it reads the file `input`, if there is one.
    String output(Path cf, List<String> arguments) throws IOException, InterruptedException {
        String setUp =
                "hostname " + HOST + "; for file in hosts resolv.conf nsswitch.conf; do mount --bind \"$0/$file\""
                        + " /etc/$file || exit 99; done; exec \"$@\"";
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "--uts"));
        if (!System.getProperty("user.name").equals("root")) {
            command.add("--map-root-user");
        }
        command.addAll(List.of("sh", "-c", setUp, folder.toString()));
        command.add(Peers.program("sendmail", "sendmail").toString());
        command.addAll(List.of("-C", cf.toString()));
        command.addAll(List.of("-O", "DontBlameSendmail=MapInUnsafeDirPath,ClassFileInUnsafeDirPath"));
        command.addAll(List.of("-O", "ServiceSwitchFile=" + folder.resolve("service.switch")));
        command.addAll(arguments);
        Path input = folder.resolve("input");
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectInput(
                        Files.exists(input)
                                ? input.toFile()
                                : Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                .as("sendmail ends")
                .isTrue();
        return new String(Files.readAllBytes(output), StandardCharsets.ISO_8859_1);
    }

    /// Splits the output at the prompts; answers never begin a line with the prompt.
    private static List<String> answers(String text, int count) {
        List<String> answers = new ArrayList<>();
        int from = 0;
        int at = text.indexOf("Enter <ruleset> <address>\n> ") + "Enter <ruleset> <address>\n".length();
        while (at >= 0 && answers.size() <= count) {
            answers.add(text.substring(from, at));
            from = at + 2;
            at = next(text, from);
        }
        return answers;
    }

    /// The next prompt: at the beginning of a line, or at once after the last one.
    private static int next(String text, int from) {
        if (text.startsWith("> ", from)) {
            return from;
        }
        int newline = text.indexOf("\n> ", from);
        return newline < 0 ? -1 : newline + 1;
    }

    /// Turns a .mc text into a cf with the real macro library.
    Path generate(String name, String mc) throws IOException, InterruptedException {
        Path tree = Peers.tree("sendmail").resolve("usr/share/sendmail/cf");
        Path source = folder.resolve(name + ".mc");
        Path target = folder.resolve(name + ".cf");
        Files.writeString(source, mc, StandardCharsets.ISO_8859_1);
        Process process = new ProcessBuilder(
                        Peers.program("m4", "m4").toString(),
                        "-D_CF_DIR_=" + tree + "/",
                        tree.resolve("m4/cf.m4").toString(),
                        source.toString())
                .redirectOutput(target.toFile())
                .redirectError(folder.resolve("m4.errors").toFile())
                .start();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.size(target))
                .as("%s", Files.readString(folder.resolve("m4.errors")))
                .isGreaterThan(10_000L);
        return target;
    }
}
