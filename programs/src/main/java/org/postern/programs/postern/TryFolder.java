package org.postern.programs.postern;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.postern.base.SysExit;

/// The folder of a private server: its configuration, queue, log and mailboxes. Made on first use; what is there
/// stays.
///
/// The configuration is one of those that `postern init` writes, with files and ports of its own.
final class TryFolder {
    private final Path folder;
    private final String user;
    private final ProfileMaps maps;

    /// A folder.
    ///
    /// @param folder absolute
    /// @param user the invoking user, who gets a mailbox
    /// @param maps builds the access map
    TryFolder(Path folder, String user, ProfileMaps maps) {
        this.folder = folder;
        this.user = user;
        this.maps = maps;
    }

    Path configuration() {
        return folder.resolve("sendmail.cf");
    }

    Path log() {
        return folder.resolve("mail.log");
    }

    Path users() {
        return folder.resolve("users");
    }

    Path mailboxes() {
        return folder.resolve("mail");
    }

    Path queue() {
        return folder.resolve("queue");
    }

    Path submitSocket() {
        return folder.resolve("submit.socket");
    }

    Path mailbox(String name) {
        return mailboxes().resolve(name);
    }

    /// Makes what is missing. The configuration is written and compiled anew at each start, so that the ports are
    /// those of the command line, and so is the access map; the aliases, the users and the source of the access map
    /// are left alone once they are there.
    ///
    /// @throws IOException when the folder cannot be used, with the name in its message
    void prepare(TryOptions options) throws IOException, InterruptedException {
        for (Path directory : new Path[] {folder, queue(), mailboxes()}) {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        }
        if (!Files.exists(log())) {
            Files.createFile(log(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        writeFirst(users(), userLines());
        writeFirst(
                folder.resolve("aliases"),
                "# name: who gets it\nMAILER-DAEMON: postmaster\npostmaster: " + user + "\neveryone: alice, bob, "
                        + user + "\n");
        writeFirst(folder.resolve("access"), "# who may do what; the server sees a change when it starts again\n");
        configure(options);
    }

    /// @throws IOException with what the compiler or the builder of the map complained about
    private void configure(TryOptions options) throws IOException, InterruptedException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream output = new PrintStream(said, true, StandardCharsets.ISO_8859_1);
        String text = filled(ProfileTexts.forTrying(options.profile(), folder), options);
        Path source = folder.resolve("sendmail.mc");
        write(source, text);
        Optional<String> made = ProfileTexts.compiled(source.toString(), text, folder, output);
        if (made.isPresent()) {
            write(configuration(), made.get());
            if (maps.access(folder, output, output) == SysExit.OK.code()) {
                return;
            }
        }
        throw new IOException(said.toString(StandardCharsets.ISO_8859_1).strip());
    }

    /// Gives the folder and all in it to a user, when root tries the server out.
    void giveTo(String owner) throws IOException {
        UserPrincipal principal =
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner);
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setOwner(principal);
            }
        }
    }

    private String filled(String text, TryOptions options) {
        return text.replace("@HOST@", "try" + options.mailPort() + ".localhost")
                .replace(
                        "@SMARTHOST@",
                        options.relayHost().map(host -> "relay:[" + host + "]").orElse(""))
                .replace("@RELAY_PORT@", Integer.toString(options.relayPort()))
                .replace("@FOLDER@", folder.toString())
                .replace("@MAIL_PORT@", Integer.toString(options.mailPort()))
                .replace("@SUBMISSION_PORT@", Integer.toString(options.submissionPort()));
    }

    private String userLines() {
        StringBuilder out = new StringBuilder("# who has a mailbox here, in the format of passwd(5)\n");
        int number = 10_000;
        for (String name : Set.of("alice", "bob", user).stream().sorted().toList()) {
            out.append(name).append(":x:").append(number).append(':').append(number);
            out.append("::/nonexistent:/bin/false\n");
            number++;
        }
        return out.toString();
    }

    private static void writeFirst(Path file, String text) throws IOException {
        if (!Files.exists(file)) {
            write(file, text);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
}
