package org.postern.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.base.Ascii;

/// A scratch host for one sendmail: its settings (`etc`), queue (`queue`) and process files (`run`) in one folder, and
/// a configuration whose paths point there.
///
/// The configuration asks no name server (service switch: files only), reads its own `hosts` and `aliases`, and names
/// no user that this machine may lack. It serves the real sendmail and Postern alike. Whoever made the parent folder
/// removes it.
public final class SendmailFolder {
    /// The name of the host in every scratch folder, macro `$j`.
    public static final String HOST_NAME = "mx.exam.test";

    private static final Pattern OPTION = Pattern.compile("(?m)^#?O ([A-Za-z0-9.]+) ?=.*\n");
    private static final Pattern PORT = Pattern.compile("(?m)^O DaemonPortOptions=(.*)\n");
    private static final String PUBLIC = "rwxr-xr-x";

    /// Options that [#adapted] sets itself or cannot keep.
    private static final Set<String> DROPPED = Set.of(
            "serviceswitchfile",
            "hostsfile",
            "aliasfile",
            "pidfile",
            "helpfile",
            "trusteduser",
            "runasuser",
            "controlsocketname",
            "statusfile",
            "hoststatusdirectory");

    private final Path root;

    private SendmailFolder(Path root) {
        this.root = root;
    }

    /// Makes an empty scratch host in the folder `parent`, with the loopback addresses in `hosts`, and empty files
    /// where the stock configurations expect some.
    public static SendmailFolder in(Path parent) {
        try {
            Path real = Files.createDirectories(parent).toRealPath();
            SendmailFolder folder = new SendmailFolder(real);
            for (String part : List.of("etc", "run", "lib", "queue", "client-queue")) {
                Path made = Files.createDirectories(real.resolve(part));
                String mode = part.endsWith("queue") ? "rwx------" : PUBLIC;
                Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(mode));
            }
            folder.file("service.switch", "hosts files\naliases files\npasswd files\n");
            folder.file("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\nservices: files\n");
            folder.file("hosts", "127.0.0.1 localhost\n::1 localhost\n127.0.0.1 " + HOST_NAME + "\n");
            // the real program offers STARTTLS only with a certificate in its configuration
            folder.file("postern.conf", "SelfMadeCertificate=no\n");
            for (String empty : List.of("local-host-names", "relay-domains", "trusted-users", "helpfile")) {
                folder.file(empty, "");
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The folder itself.
    public Path root() {
        return root;
    }

    /// The settings, what `/etc/mail` is elsewhere.
    public Path etc() {
        return root.resolve("etc");
    }

    /// The queue directory.
    public Path queue() {
        return root.resolve("queue");
    }

    /// The configuration that [#configure] wrote.
    public Path configuration() {
        return etc().resolve("sendmail.cf");
    }

    /// Writes a file in `etc`; `${folder}` in the text becomes the path of the folder.
    public Path file(String name, String text) {
        try {
            Path file = etc().resolve(name);
            Files.writeString(file, text.replace("${folder}", root.toString()), StandardCharsets.ISO_8859_1);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes a map source in `etc` and its hash database beside it with the real makemap; needs the
    /// configuration first. `${folder}` as in [#file].
    public Path map(String name, String text) {
        Path source = file(name, text);
        List<String> arguments = List.of("hash", source.toString());
        try {
            RealSendmail.run(this, "makemap", arguments, Files.readString(source, StandardCharsets.ISO_8859_1))
                    .succeeded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return source;
    }

    /// Writes a file in `etc` that only its owner may read.
    public void secret(String name, String text) {
        onlyForOwner(file(name, text));
    }

    /// Writes the certificates of [TestCertificates] that a server needs: `server.pem`, `server.key` and
    /// `authorities.pem`.
    public void certificates() {
        file("server.pem", TestCertificates.text("server.pem"));
        file("authorities.pem", TestCertificates.text("authorities.pem"));
        secret("server.key", TestCertificates.text("server.key"));
    }

    /// Writes the passwords of SASL into `sasldb2`, with the real saslpasswd2, and the settings of SASL into
    /// `sasl/Sendmail.conf`, which stands in place of the one in /usr/lib/sasl2 for programs that run on a
    /// [ScratchHost].
    ///
    /// @param users lines `name@realm password`
    /// @param settings more lines for `Sendmail.conf`
    public void passwords(String users, String settings) {
        Path database = etc().resolve("sasldb2");
        String program = Peers.program("sasl2-bin", "saslpasswd2").toString();
        for (String line : users.lines().toList()) {
            String[] words = line.split("[@ ]", 3);
            List<String> command = List.of(program, "-p", "-c", "-f", database.toString(), "-u", words[1], words[0]);
            ProgramRun.of(command, words[2], root, 60).succeeded();
        }
        onlyForOwner(database);
        try {
            Files.createDirectories(etc().resolve("sasl"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        file(
                "sasl/Sendmail.conf",
                "pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: " + database + "\n" + settings);
    }

    private static void onlyForOwner(Path file) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes `aliases` and, with the real newaliases, its database; needs the configuration first.
    public Path aliases(String text) {
        Path source = file("aliases", text);
        RealSendmail.run(this, "newaliases", List.of(), "").succeeded();
        return source;
    }

    /// Writes the configuration, with the paths of this folder.
    ///
    /// @param cf the text of a `sendmail.cf`; `${folder}` in it becomes the path of the folder
    public Path configure(String cf) {
        Path written = file("sendmail.cf", adapted(cf));
        if (!Files.exists(etc().resolve("aliases"))) {
            aliases("");
        }
        return written;
    }

    /// A configuration with the paths of this folder in place of the installed ones, files for host names, and without
    /// the users that only a Debian package creates. Rules, mailers and all other options stay as they are.
    public String adapted(String cf) {
        String moved = cf.replace("/etc/mail/", etc() + "/")
                .replace("/etc/aliases", etc() + "/aliases")
                .replace("/var/spool/mqueue-client", root + "/client-queue")
                .replace("/var/spool/mqueue", queue().toString())
                .replaceAll("/var/run/sendmail/(?:mta|msp)/", Matcher.quoteReplacement(root + "/run/"))
                .replace("/var/lib/sendmail/", root + "/lib/");
        Map<String, String> forced = Map.of(
                "servicefile", "ServiceSwitchFile=" + etc() + "/service.switch",
                "hostsfile", "HostsFile=" + etc() + "/hosts",
                "aliasfile", "AliasFile=" + etc() + "/aliases",
                "pidfile", "PidFile=" + root + "/run/sendmail.pid",
                "helpfile", "HelpFile=" + etc() + "/helpfile");
        return replaceOptions(moved, forced);
    }

    /// The configuration file with only one daemon: on this port of 127.0.0.1, with the modifiers of the first.
    String onPort(int port) {
        try {
            String cf = Files.readString(configuration(), StandardCharsets.ISO_8859_1);
            Matcher first = PORT.matcher(cf);
            List<String> kept = new ArrayList<>(List.of("Port=" + port, "Addr=127.0.0.1"));
            if (first.find()) {
                for (String part : first.group(1).split(",", -1)) {
                    String key = part.strip();
                    if (!key.matches("(?i)(port|addr|family)\\s*=.*")) {
                        kept.add(key);
                    }
                }
            }
            return PORT.matcher(cf).replaceAll("") + "O DaemonPortOptions=" + String.join(", ", kept) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String replaceOptions(String cf, Map<String, String> forced) {
        Matcher option = OPTION.matcher(cf);
        StringBuilder out = new StringBuilder(cf.length() + 512);
        while (option.find()) {
            String name = Ascii.lower(option.group(1));
            String line = DROPPED.contains(name) ? "" : option.group();
            if (name.equals("dontblamesendmail")) {
                // Scratch folders lie below /tmp, which everybody may write to, with the sticky bit.
                line = line.replaceFirst("^#", "").stripTrailing() + ",TrustStickyBit\n";
            }
            option.appendReplacement(out, Matcher.quoteReplacement(line));
        }
        option.appendTail(out);
        forced.values().stream()
                .sorted()
                .forEach(value -> out.append("O ").append(value).append('\n'));
        return out.toString();
    }
}
