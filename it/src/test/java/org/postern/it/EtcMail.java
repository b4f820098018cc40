package org.postern.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.postern.testkit.Peers;
import org.postern.testkit.ProgramRun;
import org.postern.testkit.RealSendmail;

/// A host as Debian's sendmail leaves it, for one test: `/etc` with accounts and `/etc/mail`, `/var` and `/run`
/// of its own in a private mount namespace, so that every path in the configuration is the
/// installed one.
///
/// The `.db` files are those of the real makemap and newaliases; owners and modes are those that Debian's maintenance
/// scripts give. Only the ports of the configuration are changed. Needs root.
final class EtcMail {
    static final String HOST = "mail.exam.test";
    private static final int SMMTA = 62_001;
    private static final int SMMSP = 62_002;
    private static final int ALICE = 62_003;
    private static final int BOB = 62_004;
    private static final int LIMIT_SECONDS = 120;
    private static final String ENTER = "hostname " + HOST
            + " && mount --make-rprivate / && for part in etc run var; do"
            + " mount --bind \"$1/$part\" \"/$part\" || exit 1; done && shift && exec \"$@\"";

    private static final String ROOTS_MC = """
            OSTYPE(`linux')dnl
            define(`ALIAS_FILE', `/etc/mail/aliases')dnl
            define(`confTO_IDENT', `0')dnl
            FEATURE(`use_cw_file')dnl
            FEATURE(`access_db')dnl
            FEATURE(`mailertable', `hash -o /etc/mail/private/names')dnl
            MAILER(`local')dnl
            MAILER(`smtp')dnl
            LOCAL_CONFIG
            Fw|/etc/mail/more-names
            """;

    private final Path root;

    private EtcMail(Path root) {
        this.root = root;
    }

    /// Lays out a host with accounts, without a configuration of mail.
    static EtcMail bare(Path root) throws IOException {
        EtcMail host = new EtcMail(root);
        for (String part : List.of("etc", "etc/ssl", "run/sendmail/mta", "var/mail", "var/spool", "var/lib/alice")) {
            Files.createDirectories(root.resolve(part));
        }
        Files.createSymbolicLink(root.resolve("var/run"), Path.of("../run"));
        for (String needed :
                List.of("passwd", "group", "services", "protocols", "shells", "ld.so.cache", "ssl/openssl.cnf")) {
            Path file = Path.of("/etc", needed);
            if (Files.exists(file)) {
                Files.copy(file, root.resolve("etc").resolve(needed));
            }
        }
        host.append(
                "etc/passwd",
                "smmta:x:" + SMMTA + ":" + SMMTA + "::/:/usr/sbin/nologin\nsmmsp:x:" + SMMSP + ":" + SMMSP
                        + "::/:/usr/sbin/nologin\nalice:x:" + ALICE + ":" + ALICE
                        + ":Alice:/var/lib/alice:/bin/sh\nbob:x:" + BOB
                        + ":" + BOB + ":Bob:/:/bin/sh\n");
        host.append(
                "etc/group",
                "smmta:x:" + SMMTA + ":\nsmmsp:x:" + SMMSP + ":\nalice:x:" + ALICE + ":\nbob:x:" + BOB + ":\n");
        host.write(
                "etc/hosts",
                "127.0.0.1 localhost\n127.0.0.1 " + HOST
                        + "\n192.0.2.7 spam.test\n192.0.2.8 other.test\n192.0.2.9 third.test\n");
        host.write("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\nservices: files\n");
        host.write("etc/resolv.conf", "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n");
        host.own("var/mail", 0, 8, "2775");
        host.own("var/lib/alice", ALICE, ALICE, "0755");
        host.own("run/sendmail/mta", SMMTA, SMMSP, "2755");
        return host;
    }

    /// Lays out a Debian host.
    ///
    /// @param port where its mail service listens, on 127.0.0.1
    static EtcMail in(Path root, int port) throws IOException {
        EtcMail host = bare(root);
        Files.createDirectories(root.resolve("etc/mail"));
        Files.createDirectories(root.resolve("var/spool/mqueue"));
        host.write("etc/mail/sendmail.cf", onPort(RealSendmail.stockDebianConfiguration(), port));
        host.write("etc/mail/local-host-names", "localhost\n" + HOST + "\n");
        for (String empty : List.of("relay-domains", "trusted-users", "helpfile")) {
            host.write("etc/mail/" + empty, "");
        }
        host.write("etc/mail/aliases", "postmaster: root\nroot: alice\nteam: alice\n");
        host.own("etc/mail", SMMTA, SMMSP, "2755");
        host.own("var/spool/mqueue", SMMTA, SMMSP, "2750");
        host.real("newaliases", "");
        host.access("Connect:192.0.2 REJECT\nFrom:spam.test REJECT\n");
        host.own("etc/mail/aliases.db", SMMTA, SMMSP, "0640");
        host.own("etc/mail/access.db", SMMTA, SMMSP, "0640");
        return host;
    }

    /// A line of a script: what other people of the machine keep is not on this host, because the audit looks for files
    /// of
    /// accounts and a new account can have the number of theirs.
    static String withoutOthers() {
        return "for part in /home /opt /srv; do case " + Peers.checkout() + " in $part/*) ;; *) test ! -d $part ||"
                + " mount -t tmpfs none $part ;; esac; done\n";
    }

    /// Changes the configuration that is there to one daemon on this port.
    void listenOn(int port) throws IOException {
        Path file = root.resolve("etc/mail/sendmail.cf");
        write("etc/mail/sendmail.cf", onPort(Files.readString(file, StandardCharsets.ISO_8859_1), port));
    }

    /// Makes `/etc/mail` root's, as on other distributions, with maps, alias files and host names that only root may
    /// read, a mailer table in a closed folder, and a program that names one more domain, `program.test`; it leaves
    /// a line in `var/lib/names/runs` each time.
    EtcMail belongingToRoot(int port) throws IOException {
        own("etc/mail", 0, 0, "0755");
        Files.createDirectory(root.resolve("etc/mail/private"));
        own("etc/mail/private", 0, 0, "0700");
        write("etc/mail/sendmail.cf", onPort(RealSendmail.cf(ROOTS_MC), port));
        write("etc/mail/more-names", "#!/bin/sh\necho run >>/var/lib/names/runs\necho program.test\n");
        own("etc/mail/more-names", 0, 0, "0755");
        Files.createDirectories(root.resolve("var/lib/names"));
        own("var/lib/names", 0, 0, "1777");
        mailerTable("secret.test error:5.7.1:550 closed\n");
        onlyForRoot("access.db", "aliases", "aliases.db", "local-host-names", "private/names.db");
        return this;
    }

    /// Has the real makemap make the mailer table anew.
    void mailerTable(String text) {
        real("makemap", text, "hash", "/etc/mail/private/names");
    }

    /// Files of `/etc/mail` that nobody else may read.
    void onlyForRoot(String... files) {
        for (String file : files) {
            own("etc/mail/" + file, 0, 0, "0600");
        }
    }

    /// What is there of a folder or file of this host.
    Path path(String name) {
        return root.resolve(name);
    }

    /// The configuration with one daemon on this port.
    private static String onPort(String cf, int port) {
        return cf.replaceAll("(?m)^O DaemonPortOptions=.*\n", "")
                + "O DaemonPortOptions=Family=inet, Name=MTA-v4, Port=" + port + ", Addr=127.0.0.1\n";
    }

    /// Writes the source of the access map and has the real makemap make its file.
    void access(String text) throws IOException {
        write("etc/mail/access", text);
        real("makemap", text, "hash", "/etc/mail/access");
    }

    private void real(String program, String input, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(Peers.program("sendmail", program).toString(), "-C", "/etc/mail/sendmail.cf"));
        command.addAll(List.of(arguments));
        inside(input, command).succeeded();
    }

    /// Runs a program on this host to its end.
    ProgramRun inside(String input, List<String> command) {
        return ProgramRun.of(entering(command), input, Path.of("/"), LIMIT_SECONDS);
    }

    List<String> entering(List<String> command) {
        List<String> all = new ArrayList<>(List.of("unshare", "-u", "-m", "sh", "-c", ENTER, "sh", root.toString()));
        all.addAll(command);
        return all;
    }

    /// Starts the daemon in the foreground.
    Process daemon(Path output) throws IOException {
        return new ProcessBuilder(entering(List.of(Image.program("sendmail").toString(), "-bD")))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /// The mailbox of a user; empty when there is none.
    String mailbox(String user) throws IOException {
        Path file = root.resolve("var/mail").resolve(user);
        return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    }

    int mailboxOwner(String user) throws IOException {
        return (Integer) Files.getAttribute(root.resolve("var/mail").resolve(user), "unix:uid");
    }

    /// The account that the network process gets.
    static int networkAccount() {
        return SMMTA;
    }

    /// The account of the client queue.
    static int submission() {
        return SMMSP;
    }

    static int alice() {
        return ALICE;
    }

    /// Writes a file of root's with mode 0644.
    void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.deleteIfExists(file);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        own(name, 0, 0, "0644");
    }

    void append(String name, String text) throws IOException {
        Files.writeString(root.resolve(name), text, StandardCharsets.ISO_8859_1, StandardOpenOption.APPEND);
    }

    void own(String name, int user, int group, String mode) {
        String file = root.resolve(name).toString();
        ProgramRun.of(List.of("chown", user + ":" + group, file), "", Path.of("/"), LIMIT_SECONDS)
                .succeeded();
        ProgramRun.of(List.of("chmod", mode, file), "", Path.of("/"), LIMIT_SECONDS)
                .succeeded();
    }
}
