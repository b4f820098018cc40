package org.postern.programs.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.base.Ascii;
import org.postern.programs.Invocation;
import org.postern.programs.postern.PosternProgram;
import org.postern.programs.tls.CertProgram;
import org.postern.programs.tools.MapPrograms;
import org.postern.sasl.SecretTable;
import org.postern.testkit.FakeClock;
import org.postern.testkit.Peers;
import org.postern.testkit.ProgramRun;

/// Where an administrator types what the audit prints: a shell in which the host below a folder is the whole machine.
///
/// Our own commands run in this process, with files below the folder. `newaliases` leaves a new file only
/// (`it/GuideTest`
/// runs it); `apt-get`, passwords, names of hosts and a queue run need other hosts, so small programs do here what
/// these would have done.
final class AuditedShell {
    private static final int LIMIT_SECONDS = 60;
    private static final Pattern OWN_PATH = Pattern.compile("(?<![\\w.,^])/(etc|var|usr|home|opt)/");
    private static final Pattern OWNER = Pattern.compile("^chown -h (\\w+)(?::(\\w+))? ");

    private final AuditedTree tree;
    private final Path programs;

    /// @param programs a folder for programs of this host
    AuditedShell(AuditedTree tree, Path programs) throws IOException {
        this.tree = tree;
        this.programs = programs;
        program(
                "apt-get",
                "[ \"$*\" = 'install --only-upgrade sendmail-bin' ] && printf '\\177ELF sendmail\\0008.18.1\\000' >"
                        + tree.path("usr/sbin/sendmail"));
        program("sendmail", "[ \"$*\" = '-Ac -q' ] && rm " + tree.path("var/spool/clientmqueue") + "/*");
        program("saslpasswd2", "umask 077; echo '" + SecretTable.MARK + "' >" + tree.path(AuditedTree.SECRETS));
        program("hostname", "[ -n \"$1\" ]");
        program("newaliases", "touch " + tree.path("etc/mail/aliases.db"));
    }

    private void program(String name, String script) throws IOException {
        Path file = programs.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// Types a line, which must succeed.
    ///
    /// @return what it printed
    String type(String line) throws Exception {
        StringBuilder said = new StringBuilder();
        for (String command : line.split(" && ", -1)) {
            if (command.startsWith("postern ")) {
                said.append(postern(words(command)));
            } else if (command.startsWith("makemap ")) {
                makemap(command);
            } else {
                said.append(shell(command));
            }
        }
        return said.toString();
    }

    private static List<String> words(String command) {
        return ProgramRun.of(List.of("bash", "-c", "printf '%s\\n' " + command), "", Path.of("/"), LIMIT_SECONDS)
                .output()
                .lines()
                .toList();
    }

    private String postern(List<String> words) throws Exception {
        List<String> arguments = new ArrayList<>(words.subList(1, words.size()).stream()
                .map(word -> word.startsWith("/etc/mail/")
                        ? tree.path(word.substring(1)).toString()
                        : word)
                .toList());
        if (arguments.getFirst().equals("explain")) {
            // the maps that it names are below the folder too
            Path below = programs.resolve("sendmail.cf");
            Files.writeString(
                    below,
                    Files.readString(tree.path("etc/mail/sendmail.cf"))
                                    .replace("/etc/mail/", tree.path("etc/mail") + "/")
                            + "O DontBlameSendmail=MapInUnsafeDirPath,TrustStickyBit\n");
            arguments.addAll(List.of("-C", below.toString()));
            return run(arguments, invocation -> new PosternProgram(_ -> 0).run(invocation), 1);
        }
        // certificates are good from the time of the tests on
        return arguments.getFirst().equals("cert")
                ? run(
                        arguments,
                        invocation -> new CertProgram(invocation, Path.of("/"), new FakeClock())
                                .run(arguments.subList(1, arguments.size())),
                        0)
                : run(arguments, invocation -> new PosternProgram(_ -> 0).run(invocation), 0);
    }

    /// One of our commands.
    private interface Command {
        int run(Invocation invocation) throws Exception;
    }

    private String run(List<String> arguments, Command command, int highest) throws Exception {
        return run("postern", arguments, InputStream.nullInputStream(), command, highest);
    }

    private String run(String name, List<String> arguments, InputStream input, Command command, int highest)
            throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.ISO_8859_1);
        int status = command.run(new Invocation(name, arguments, input, out, out, Map.of(), tree.path("")));
        assertThat(status)
                .as("%s\n%s", arguments, Ascii.text(said.toByteArray()))
                .isBetween(0, highest);
        return Ascii.text(said.toByteArray());
    }

    /// `makemap hash FILE <FILE`.
    private void makemap(String command) throws Exception {
        String[] parts = below(command).split(" *< *", -1);
        List<String> words = words(parts[0]);
        List<String> arguments =
                new ArrayList<>(List.of("-C", tree.path("etc/mail/sendmail.cf").toString()));
        arguments.addAll(words.subList(1, words.size()));
        run(
                "makemap",
                arguments,
                new ByteArrayInputStream(Files.readAllBytes(Path.of(parts[1]))),
                invocation -> MapPrograms.makemap().run(invocation),
                0);
        tree.own("etc/mail/access.db", 0, "0640");
    }

    private String below(String words) {
        return OWN_PATH.matcher(words)
                .replaceAll(Matcher.quoteReplacement(tree.path("") + "/") + "$1/")
                .replace(tree.path("usr/sbin/nologin").toString(), "/usr/sbin/nologin");
    }

    /// Names of accounts as numbers: the shell knows those of the host that the test runs on.
    private String owners(String words) throws IOException {
        Matcher owner = OWNER.matcher(words);
        if (!owner.find()) {
            return words;
        }
        String group = owner.group(2) == null ? "" : ":" + number("etc/group", owner.group(2));
        return "chown -h " + number("etc/passwd", owner.group(1)) + group + " " + words.substring(owner.end());
    }

    private String number(String file, String name) throws IOException {
        return Files.readAllLines(tree.path(file)).stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields[0].equals(name))
                .map(fields -> fields[2])
                .findFirst()
                .orElse(name);
    }

    private String shell(String words) throws IOException {
        boolean account = words.startsWith("useradd ") || words.startsWith("usermod ");
        String typed = account
                ? words.replaceFirst(" ", " --prefix " + Matcher.quoteReplacement(tree.path("") + " "))
                : below(owners(words));
        String path = "PATH=" + programs + ":" + Peers.program("acl", "setfacl").getParent() + ":$PATH\n";
        ProgramRun run = ProgramRun.of(List.of("bash", "-c", path + typed), "", Path.of("/"), LIMIT_SECONDS);
        assertThat(run.status()).as("%s\n%s", typed, run.output()).isZero();
        return run.output();
    }
}
