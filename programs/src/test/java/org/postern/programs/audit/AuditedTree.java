package org.postern.programs.audit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.programs.Invocation;
import org.postern.programs.postern.ProfileSources;
import org.postern.programs.profile.SystemProfile;
import org.postern.programs.tools.MapPrograms;
import org.postern.sasl.SecretTable;
import org.postern.testkit.FakeClock;

/// A host below a folder as `postern init` leaves it, with accounts, a queue, logs and a few users' files, for
/// faults to be planted in. Needs root, for the owners.
final class AuditedTree {
    static final String SECRETS = "etc/sasldb2";
    static final int SMMTA = 61_001;
    static final int SMMSP = 61_002;
    static final int MAILNULL = 61_003;
    static final int ALICE = 1000;
    static final int BOB = 1001;
    private static final String PASSWD = """
            root:x:0:0:root:/root:/bin/sh
            daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
            uucp:x:10:10:uucp:/var/spool/uucp:/usr/sbin/nologin
            smmta:x:61001:61001::/nonexistent:/usr/sbin/nologin
            smmsp:x:61002:61002::/nonexistent:/usr/sbin/nologin
            mailnull:x:61003:61003::/nonexistent:/usr/sbin/nologin
            alice:x:1000:1000:Alice:/home/alice:/bin/sh
            bob:x:1001:1001:Bob:/home/bob:/bin/sh
            """;
    private static final String GROUP = """
            root:x:0:
            daemon:x:1:
            uucp:x:10:
            smmta:x:61001:
            smmsp:x:61002:
            mailnull:x:61003:
            alice:x:1000:
            bob:x:1001:
            """;

    /// Access maps by their sources.
    private static final Map<String, byte[]> MADE = new ConcurrentHashMap<>();

    private final Path root;
    private final SystemProfile profile;
    private final Clock clock = new FakeClock();

    private AuditedTree(Path root, SystemProfile profile) {
        this.root = root;
        this.profile = profile;
    }

    /// Lays out a clean host.
    static AuditedTree in(Path root, SystemProfile profile) throws IOException {
        AuditedTree tree = new AuditedTree(root, profile);
        mode(root, "0755");
        for (String directory : List.of(
                "etc/mail/smrsh",
                "home/alice",
                "home/bob",
                "var/spool/mqueue",
                "var/spool/clientmqueue",
                "var/log",
                "var/lib/lists",
                "var/mail",
                "var/forward",
                "usr/sbin",
                "usr/bin",
                "var/run",
                "run",
                "opt")) {
            tree.folder(directory);
        }
        tree.own("home/alice", ALICE, "0755").own("home/bob", BOB, "0755");
        tree.own("var/spool/mqueue", SMMTA, "0700").own("var/spool/clientmqueue", SMMSP, "0770");
        tree.write("etc/passwd", PASSWD).write("etc/group", GROUP).write("etc/shells", "/bin/sh\n");
        tree.write(SECRETS, SecretTable.MARK + "\n").own(SECRETS, 0, "0600");
        tree.write("etc/hostname", "host\n").write("etc/hosts", "127.0.0.1 localhost\n192.0.2.1 host.example host\n");
        tree.write("etc/shadow", PASSWD.replaceAll("(?m):x:.*$", ":*:19000:0:99999:7:::"))
                .own("etc/shadow", 0, "0640");
        tree.write("var/log/mail.log", "").own("var/log/mail.log", 0, "0640");
        for (String program : List.of("usr/sbin/sendmail", "usr/bin/vacation", "usr/bin/procmail")) {
            tree.write(program, "").own(program, 0, "0755");
        }
        Files.createSymbolicLink(root.resolve("etc/mail/smrsh/vacation"), Path.of("/usr/bin/vacation"));
        tree.write("var/lib/lists/team", "alice\nbob\n");
        for (Map.Entry<String, String> source : ProfileSources.of(profile).entrySet()) {
            tree.write("etc/mail/" + source.getKey(), source.getValue());
        }
        if (profile != SystemProfile.FIREWALL) {
            tree.append("etc/mail/aliases", "team: :include:/var/lib/lists/team\nnobody: /dev/null\n");
        }
        tree.compile().maps();
        return tree;
    }

    /// What is there below a folder.
    static AuditedTree at(Path root) {
        return new AuditedTree(root, SystemProfile.LOGINS);
    }

    Path path(String name) {
        return root.resolve(name);
    }

    AuditedTree folder(String name) throws IOException {
        Path made = root;
        for (Path part : Path.of(name)) {
            made = made.resolve(part);
            if (!Files.exists(made, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(made);
                mode(made, "0755");
            }
        }
        return this;
    }

    /// Writes a file of root's with mode 0644.
    AuditedTree write(String name, String text) throws IOException {
        Files.write(root.resolve(name), Ascii.bytes(text));
        return own(name, 0, "0644");
    }

    AuditedTree append(String name, String text) throws IOException {
        return write(name, Ascii.text(Files.readAllBytes(root.resolve(name))) + text);
    }

    /// Replaces a part of a text.
    AuditedTree replace(String name, String old, String fresh) throws IOException {
        String text = Ascii.text(Files.readAllBytes(root.resolve(name)));
        if (!text.contains(old)) {
            throw new AssertionError(name + " has no " + old);
        }
        return write(name, text.replace(old, fresh));
    }

    /// Puts a line before the MAILER lines of the sendmail.mc and compiles it.
    AuditedTree mc(String line) throws IOException {
        String text = Ascii.text(Files.readAllBytes(root.resolve("etc/mail/sendmail.mc")));
        int mailers = text.indexOf("MAILER(");
        return write("etc/mail/sendmail.mc", text.substring(0, mailers) + line + "\n" + text.substring(mailers))
                .compile();
    }

    AuditedTree compile() throws IOException {
        for (String name : List.of("sendmail", "submit")) {
            String source = Ascii.text(Files.readAllBytes(root.resolve("etc/mail/" + name + ".mc")));
            write("etc/mail/" + name + ".cf", ProfileSources.compiled(source));
        }
        return this;
    }

    /// Builds access.db, and an aliases.db that nothing looks into.
    AuditedTree maps() throws IOException {
        Path access = root.resolve("etc/mail/access");
        String source = Ascii.text(Files.readAllBytes(access));
        byte[] known = MADE.get(source);
        if (known == null) {
            make(access);
            MADE.put(source, Files.readAllBytes(root.resolve("etc/mail/access.db")));
        } else {
            Files.write(root.resolve("etc/mail/access.db"), known);
        }
        own("etc/mail/access.db", 0, "0640");
        return write("etc/mail/aliases.db", "").own("etc/mail/aliases.db", 0, "0640");
    }

    private void make(Path access) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.ISO_8859_1);
        String cf = root.resolve("etc/mail/sendmail.cf").toString();
        try {
            int code = MapPrograms.makemap()
                    .run(new Invocation(
                            "makemap",
                            List.of("-C", cf, "hash", access.toString()),
                            new ByteArrayInputStream(Files.readAllBytes(access)),
                            out,
                            out,
                            Map.of(),
                            root));
            if (code != 0) {
                throw new AssertionError(Ascii.text(said.toByteArray()));
            }
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    AuditedTree own(String name, int uid, String octal) throws IOException {
        Files.setAttribute(root.resolve(name), "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(root.resolve(name), "unix:gid", uid, LinkOption.NOFOLLOW_LINKS);
        mode(root.resolve(name), octal);
        return this;
    }

    AuditedTree mode(String name, String octal) throws IOException {
        mode(root.resolve(name), octal);
        return this;
    }

    private static void mode(Path path, String octal) throws IOException {
        int mode = Integer.parseInt(octal, 8);
        if (mode > 0777) {
            Files.setAttribute(path, "unix:mode", mode);
            return;
        }
        StringBuilder text = new StringBuilder();
        for (int bit = 8; bit >= 0; bit--) {
            text.append((mode >> bit & 1) == 0 ? '-' : "xwr".charAt(bit % 3));
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(text.toString()));
    }

    /// What the audit printed.
    ///
    /// @param code its exit code
    record Said(int code, String output, String errors) {}

    Said audit(String... more) {
        List<String> words = new ArrayList<>(List.of("--root", root.toString(), "--profile", profile.word()));
        words.addAll(List.of(more));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Invocation invocation = new Invocation(
                "postern",
                List.of(),
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.ISO_8859_1),
                new PrintStream(errors, true, StandardCharsets.ISO_8859_1),
                new LinkedHashMap<>(),
                root);
        int code = new AuditProgram(invocation, clock).run(words);
        return new Said(code, Ascii.text(out.toByteArray()), Ascii.text(errors.toByteArray()));
    }
}
