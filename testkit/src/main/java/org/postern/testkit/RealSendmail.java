package org.postern.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.postern.base.Ascii;

/// The real sendmail 8.17 of Debian, run from the folder of [Peers]: the judge of what Postern must do.
///
/// Configurations are made by the real m4 tree and kept per content in the folder of the peers. Nothing reads or
/// writes this machine's `/etc/mail`, unless the given configuration names it; see [SendmailFolder].
public final class RealSendmail {
    private static final int LIMIT_SECONDS = 120;
    private static final String INSTALLED_TREE = "/usr/share/sendmail/cf";
    private static final String INSTALLED_SETTINGS = "/etc/mail/m4/";

    private RealSendmail() {}

    /// The text of `sendmail.cf` that the real m4 tree makes of an `.mc` text, as if the tree were installed.
    ///
    /// An `.mc` that does not include `cf.m4` itself gets it first. The comment that says who built the file where
    /// and when is replaced by a constant one, so that the same input gives the same bytes on every machine.
    public static String cf(String mcText) {
        Path kept = tree().resolveSibling("kept-cf").resolve(digest(mcText) + ".cf");
        try {
            if (!Files.exists(kept)) {
                Files.createDirectories(kept.getParent());
                Path fresh = Files.createTempFile(kept.getParent(), "new", ".cf");
                Files.writeString(fresh, generate(mcText), StandardCharsets.ISO_8859_1);
                Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(kept, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The `sendmail.cf` of a fresh Debian installation without `/etc/mailname`: what `sendmailconfig` makes of the
    /// package's `sendmail.mc`.
    public static String stockDebianConfiguration() {
        return cf(packaged("sendmail.mc"));
    }

    /// The `submit.cf` of a fresh Debian installation.
    public static String stockDebianSubmitConfiguration() {
        return cf(packaged("submit.mc"));
    }

    /// The output of address test mode (`-bt`) for these lines, prompts included; one process for all lines.
    public static String addressTest(Path cf, List<String> lines) {
        return addressTest(cf, List.of(), lines);
    }

    /// The same with further arguments, such as `-d21.12` or `-OLogLevel=0`.
    public static String addressTest(Path cf, List<String> arguments, List<String> lines) {
        List<String> all = new ArrayList<>(List.of("-C", cf.toString(), "-bt"));
        all.addAll(arguments);
        return run(cf, "sendmail", all, String.join("\n", lines) + "\n").output();
    }

    /// Runs one of sendmail's programs (`sendmail`, `mailq`, `newaliases`, `makemap` ...) to its end, on a
    /// [ScratchHost] with the `hosts` of this folder, and with its configuration unless the arguments have `-C`.
    ///
    /// @param input its standard input, one `char` per byte
    public static ProgramRun run(SendmailFolder folder, String program, List<String> arguments, String input) {
        List<String> all = new ArrayList<>();
        if (!arguments.contains("-C")) {
            all.addAll(List.of("-C", folder.configuration().toString()));
        }
        all.addAll(arguments);
        return run(folder.configuration(), program, all, input);
    }

    private static ProgramRun run(Path cf, String program, List<String> arguments, String input) {
        List<String> command = new ArrayList<>();
        command.add(Peers.program("sendmail", program).toString());
        command.addAll(arguments);
        Path beside = cf.toAbsolutePath().resolveSibling(".").normalize();
        Path settings = Files.exists(beside.resolve("hosts")) ? beside : scratchSettings();
        return ProgramRun.of(ScratchHost.command(settings, command), input, Path.of("/"), LIMIT_SECONDS);
    }

    /// The `hosts` for configurations outside a [SendmailFolder].
    private static synchronized Path scratchSettings() {
        Path host = tree().resolveSibling("scratch-host");
        return Files.exists(host.resolve("etc/hosts"))
                ? host.resolve("etc")
                : SendmailFolder.in(host).etc();
    }

    /// Starts the real daemon on a free port of 127.0.0.1 with the configuration of this folder; needs root,
    /// because the real program refuses to be a daemon otherwise.
    public static SendmailDaemon daemon(SendmailFolder folder) {
        return SendmailDaemon.start(folder);
    }

    /// The m4 tree, `cf/m4/cf.m4` and all, relocated to the folder of the peers.
    public static Path tree() {
        return Peers.tree("sendmail").resolve("cf");
    }

    private static String packaged(String name) {
        try {
            return Files.readString(tree().resolve("debian").resolve(name), StandardCharsets.ISO_8859_1)
                    .replace(tree().toString(), INSTALLED_TREE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String generate(String mcText) {
        String tree = tree().toString();
        String settings = Peers.tree("sendmail").resolve("etc/mail/m4").toString() + "/";
        String input = mcText.replace(INSTALLED_TREE, tree).replace("`" + INSTALLED_SETTINGS, "`" + settings);
        List<String> command =
                new ArrayList<>(List.of(Peers.program("m4", "m4").toString(), "-D_CF_DIR_=" + tree + "/"));
        if (!mcText.contains("m4/cf.m4")) {
            command.add(tree + "/m4/cf.m4");
        }
        command.add("-");
        String cf = ProgramRun.of(command, input, Path.of("/"), LIMIT_SECONDS)
                .succeeded()
                .output();
        return cf.replaceAll("(?m)^\\*\\*\\* WARNING: .*\n(?:\t.*\n)*\n?", "")
                .replaceFirst("(?m)^##### built by .*\n##### in .*\n", "##### built by postern\n##### in /\n")
                .replace(tree, INSTALLED_TREE);
    }

    private static String digest(String mcText) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(Ascii.bytes(tree().toString()));
            return HexFormat.of().formatHex(sha.digest(Ascii.bytes(mcText)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
