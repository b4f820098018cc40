package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.postern.testkit.FreePorts;
import org.postern.testkit.KerberosRealm;
import org.postern.testkit.Peers;
import org.postern.testkit.ProcessFamily;
import org.postern.testkit.ProgramRun;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SmtpSink;
import org.postern.testkit.TestCertificates;

/// The host `mail.exam.test` with Postern's daemon and certificates. All mail goes to a sink, but for that to the peers
/// of
/// [#configure]. Needs root.
///
/// With passwords the daemon takes mail only from who has authenticated (`M=a`): alice has the password `secret`, in a
/// file that the real saslpasswd2 has written and in a realm of Kerberos. Without them SASL has neither settings nor
/// users.
final class SecuredHost implements AutoCloseable {
    /// What the real sendmail has with Debian's plug-ins.
    static final List<String> OF_CYRUS =
            List.of("PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256", "GSSAPI", "EXTERNAL");

    private static final String OFFERED = "EXTERNAL GSSAPI SCRAM-SHA-256 SCRAM-SHA-1 DIGEST-MD5 CRAM-MD5 LOGIN PLAIN"
            + " SCRAM-SHA-256-PLUS SCRAM-SHA-1-PLUS KERBEROS_V4";
    private static final String MC = """
            OSTYPE(`linux')dnl
            define(`confDOMAIN_NAME', `@NAME@.exam.test')dnl
            define(`QUEUE_DIR', `/var/spool/@NAME@')dnl
            define(`confPID_FILE', `/run/@NAME@.pid')dnl
            define(`ALIAS_FILE', `/etc/mail/aliases')dnl
            define(`STATUS_FILE', `/var/lib/@NAME@.status')dnl
            define(`confTO_IDENT', `0')dnl
            define(`confLOG_LEVEL', `14')dnl
            define(`confSERVICE_SWITCH_FILE', `/etc/mail/service.switch')dnl
            define(`confQUEUE_LA', `1000')dnl
            define(`confREFUSE_LA', `1000')dnl
            define(`confAUTH_MECHANISMS', `@OFFERED@')dnl
            define(`confCACERT', `/etc/mail/authorities.pem')dnl
            define(`confCACERT_PATH', `/etc/mail/')dnl
            define(`confSERVER_CERT', `/etc/mail/server.pem')dnl
            define(`confSERVER_KEY', `/etc/mail/server.key')dnl
            define(`confCLIENT_CERT', `/etc/mail/gir.pem')dnl
            define(`confCLIENT_KEY', `/etc/mail/gir.key')dnl
            TRUST_AUTH_MECH(`@OFFERED@')dnl
            FEATURE(`accept_unresolvable_domains')dnl
            FEATURE(`nocanonify')dnl
            FEATURE(`no_default_msa')dnl
            FEATURE(`mailertable', `hash /etc/mail/@NAME@.table')dnl
            FEATURE(`authinfo', `hash /etc/mail/@NAME@.authinfo')dnl
            FEATURE(`access_db', `hash -T<TMPF> /etc/mail/@NAME@.access')dnl
            DAEMON_OPTIONS(`Name=MTA, Family=inet, Addr=127.0.0.1, Port=@PORT@, M=a')dnl
            define(`SMART_HOST', `sink:[127.0.0.1]')dnl
            MAILER(`local')dnl
            MAILER(`smtp')dnl
            MAILER_DEFINITIONS
            """;
    private static final String MAILER = "P=[IPC], F=mDFMuXa, S=EnvFromSMTP/HdrFromSMTP, R=EnvToSMTP/HdrFromSMTP, "
            + "E=\\r\\n, L=990, T=DNS/RFC822/SMTP, A=TCP $h ";
    private static final long PATIENCE_SECONDS = 20;

    private final EtcMail host;
    private final int port;
    private final SmtpSink sink;
    private final Optional<KerberosRealm> realm;
    private final List<Process> running = new ArrayList<>();
    private final Path output;

    private SecuredHost(EtcMail host, int port, SmtpSink sink, Optional<KerberosRealm> realm, Path output) {
        this.host = host;
        this.port = port;
        this.sink = sink;
        this.realm = realm;
        this.output = output;
    }

    /// Lays out the host; [#serve] starts its daemon.
    static SecuredHost in(Path scratch) throws IOException {
        return in(scratch, Optional.empty());
    }

    /// The same with passwords.
    static SecuredHost withPasswords(Path scratch) throws IOException, InterruptedException {
        KerberosRealm realm = KerberosRealm.start(Files.createDirectories(scratch.resolve("kerberos")), "EXAM.TEST");
        realm.user("alice", "secret");
        for (String name : List.of("mail", "far")) {
            realm.service("smtp/" + name + ".exam.test");
        }
        realm.login("alice", "secret");
        return in(scratch, Optional.of(realm));
    }

    private static SecuredHost in(Path scratch, Optional<KerberosRealm> realm) throws IOException {
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        EtcMail host = EtcMail.bare(scratch.resolve("host"));
        SecuredHost made = new SecuredHost(
                host, FreePorts.find(1).getFirst(), SmtpSink.start(500), realm, scratch.resolve("output"));
        made.files();
        return made;
    }

    private void files() throws IOException {
        StringBuilder names = new StringBuilder("127.0.0.1 localhost\n");
        for (String peer : List.of("mail", "far", "postfix", "dovecot", "exim", "opensmtpd")) {
            names.append("127.0.0.1 ").append(peer).append(".exam.test\n");
            for (String mechanism : OF_CYRUS) {
                names.append("127.0.0.1 ").append(named(mechanism, peer)).append('\n');
            }
        }
        host.write("etc/hosts", names.toString());
        for (String file : List.of(
                "authorities.pem", "server.pem", "server.key", "gir.pem", "gir.key", "stranger.pem", "stranger.key")) {
            host.write("etc/mail/" + file, TestCertificates.text(file));
            host.own("etc/mail/" + file, 0, 0, "0600");
        }
        if (realm.isPresent()) {
            host.write("etc/krb5.conf", Files.readString(realm.get().configuration()));
            Files.copy(realm.get().keytab(), host.path("etc/mail/keytab"));
            host.own("etc/mail/keytab", 0, 0, "0600");
            host.write("etc/gssapi_mech.conf", "libgssapi_krb5.so.2 mechglue_internal_krb5_init\n");
        }
        host.write("etc/mail/aliases", "");
        host.write("etc/mail/service.switch", "hosts files\naliases files\n");
        host.write("etc/mail/postern.conf", "Log=file:/var/log/postern/mail.log\n");
        Files.createDirectories(host.path("var/tmp")); // for the replay cache of Kerberos
        host.own("var/tmp", 0, 0, "1777");
        Files.createDirectories(host.path("var/log/postern"));
        host.own("var/log/postern", EtcMail.networkAccount(), EtcMail.networkAccount(), "0755");
        if (realm.isPresent()) {
            passwords();
            settings("pwcheck_method: auxprop\n");
        }
    }

    private void passwords() {
        for (String name : List.of("alice@mail.exam.test", "alice@far.exam.test")) {
            String[] parts = name.split("@", 2);
            ProgramRun.of(
                            List.of(
                                    Peers.program("sasl2-bin", "saslpasswd2").toString(),
                                    "-p",
                                    "-c",
                                    "-f",
                                    host.path("etc/sasldb2").toString(),
                                    "-u",
                                    parts[1],
                                    parts[0]),
                            "secret",
                            Path.of("/"),
                            60)
                    .succeeded();
        }
        host.own("etc/sasldb2", 0, 0, "0600");
    }

    /// Writes `Sendmail.conf`, which the real sendmail reads as well.
    void settings(String lines) throws IOException {
        host.write("etc/sasl2/Sendmail.conf", lines + (realm.isPresent() ? "keytab: /etc/mail/keytab\n" : ""));
    }

    /// The name of a host that an entry of authinfo gives this mechanism to. For GSSAPI it is the one in its keys.
    static String named(String mechanism, String peer) {
        String own = mechanism.equals("GSSAPI") ? "" : mechanism.toLowerCase(Locale.ROOT) + ".";
        return own + peer + ".exam.test";
    }

    /// Writes a configuration for Postern or the real sendmail.
    ///
    /// @param name `mail` for Postern's; of the files and the host
    /// @param to as `PEER=PORT`: where mail for `PEER.test` goes, and for `MECHANISM.PEER.test` with that mechanism
    /// @param access the access map
    void configure(String name, int itsPort, List<String> to, String access) throws IOException {
        boolean ours = name.equals("mail");
        StringBuilder mailers = new StringBuilder();
        StringBuilder table = new StringBuilder();
        StringBuilder authinfo = new StringBuilder();
        for (String peer : to) {
            String[] parts = peer.split("=", 2);
            mailers.append("M" + parts[0] + ", " + MAILER + "PORT-" + parts[0] + "\n");
            table.append(parts[0] + ".test " + parts[0] + ":[" + parts[0] + ".exam.test]\n");
            for (String mechanism : OF_CYRUS) {
                String there = named(mechanism, parts[0]);
                table.append(mechanism + "." + parts[0] + ".test " + parts[0] + ":[" + there + "]\n");
                String user = mechanism.equals("GSSAPI") ? "\"R:EXAM.TEST\" " : "";
                authinfo.append("AuthInfo:" + there + " \"U:alice\" \"I:alice\" \"P:secret\" " + user + "\"M:"
                        + mechanism + "\"\n");
            }
        }
        mailers.append("Msink, " + MAILER + "PORT-sink\n");
        String cf = RealSendmail.cf(MC.replace("@NAME@", name)
                        .replace("@OFFERED@", OFFERED)
                        .replace(", M=a", ours && realm.isPresent() ? ", M=a" : "")
                + mailers);
        for (String peer : to) {
            String[] parts = peer.split("=", 2);
            cf = cf.replace("PORT-" + parts[0] + "\n", parts[1] + "\n");
        }
        cf = cf.replace("PORT-sink\n", sink.address().getPort() + "\n").replace("@PORT@", Integer.toString(itsPort));
        String file = "etc/mail/" + (ours ? "sendmail" : name) + ".cf";
        host.write(file, cf);
        Files.createDirectories(host.path("var/spool/" + name));
        if (ours) {
            host.own("var/spool/" + name, EtcMail.networkAccount(), EtcMail.networkAccount(), "0700");
        }
        map(file, name + ".table", table.toString());
        map(file, name + ".authinfo", authinfo.toString());
        map(file, name + ".access", access);
    }

    private void map(String cf, String name, String text) {
        inside(text, Peers.program("sendmail", "makemap").toString(), "-C", "/" + cf, "hash", "/etc/mail/" + name)
                .succeeded();
        host.own("etc/mail/" + name + ".db", 0, 0, "0600");
    }

    /// Starts Postern.
    void serve() throws IOException, InterruptedException {
        Process daemon = host.daemon(output);
        running.add(daemon);
        new SmtpDialogue(port).await(daemon, output);
    }

    /// Starts another program on this host, with the plug-ins of Cyrus and that for Kerberos.
    Process start(Path said, String... command) throws IOException {
        Process process = new ProcessBuilder(host.entering(withPlugIns(List.of(command))))
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        running.add(process);
        return process;
    }

    /// Runs a program on this host to its end.
    ProgramRun inside(String input, String... command) {
        return host.inside(input, List.of(command));
    }

    /// The same with the plug-ins of Cyrus and that for Kerberos.
    ProgramRun insideWithPlugIns(String input, String... command) {
        return host.inside(input, withPlugIns(List.of(command)));
    }

    private List<String> withPlugIns(List<String> command) {
        String more = Peers.tree("libsasl2-modules-gssapi-mit").toString();
        List<String> all = new ArrayList<>(List.of(
                "sh",
                "-c",
                "own=$(echo /usr/lib/*/sasl2) && mkdir -p /run/sasl2 && cp -L $own/* \"$0\"/usr/lib/*/sasl2/* /run/sasl2 &&"
                        + " mount --bind /run/sasl2 $own && exec \"$@\"",
                more));
        all.addAll(command);
        return all;
    }

    int port() {
        return port;
    }

    SmtpSink sink() {
        return sink;
    }

    EtcMail host() {
        return host;
    }

    /// The log of Postern.
    String log() throws IOException {
        Path file = host.path("var/log/postern/mail.log");
        return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    }

    /// Adds an account of the system.
    void account(String name, String password) throws IOException {
        String hash = ProgramRun.of(List.of("openssl", "passwd", "-6", password), "", Path.of("/"), 60)
                .succeeded()
                .output()
                .strip();
        Files.writeString(host.path("etc/passwd"), name + ":x:62010:62010::/:/bin/sh\n", StandardOpenOption.APPEND);
        host.write("etc/shadow", name + ":" + hash + ":20000:0:99999:7:::\n");
        host.own("etc/shadow", 0, 0, "0600");
    }

    /// Runs a client and waits for its message.
    ///
    /// @param sender whom the client names; never the same twice
    /// @param says what the log must say about it (regular expression)
    /// @return the message as it came to the sink
    String sends(String sender, String says, Client client) throws Exception {
        int before = log().length();
        ProgramRun run = client.run();
        String data = arrived(sender, run.output());
        assertThat(log().substring(before)).as(run.output()).containsPattern(says);
        return data;
    }

    /// Waits for a message.
    String arrived(String sender, String otherwise) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline) {
            for (SmtpSink.Message message : sink.messages()) {
                if (message.sender().startsWith("<" + sender + ">")) {
                    return message.data();
                }
            }
            Thread.sleep(20);
        }
        throw new AssertionError("nothing came from " + sender + "\n" + otherwise + "\nlog:\n" + log()
                + Files.readString(output, StandardCharsets.ISO_8859_1));
    }

    /// A client that sends one message.
    interface Client {
        ProgramRun run() throws Exception;
    }

    @Override
    public void close() {
        for (Process process : running.reversed()) {
            ProcessFamily.end(process, 10);
        }
        realm.ifPresent(KerberosRealm::close);
        sink.close();
    }
}
