package org.postern.helper;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.postern.base.Clock;
import org.postern.base.Event;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;
import org.postern.os.Account;
import org.postern.os.Accounts;
import org.postern.os.OpenDirectory;
import org.postern.os.OsException;
import org.postern.os.ProcessIdentity;

/// A mail directory and a user of this host for the tests: as root the account `nobody`, else the one that runs the
/// tests, because nobody else can be delivered to without root.
final class MailboxFixture {
    /// 2026-01-02 03:04:05 UTC.
    static final long NOW = 1_767_323_045L;

    static final Clock CLOCK = new Clock() {
        @Override
        public long epochMillis() {
            return NOW * 1000;
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }
    };

    final boolean root = ProcessIdentity.isRoot();
    final Accounts accounts = Accounts.system();
    final Account user;
    final Path directory;
    final List<Event> events = new CopyOnWriteArrayList<>();

    /// @param folder an empty folder; it becomes the mail directory, with Debian's mode when the tests are root
    MailboxFixture(Path folder) throws IOException {
        directory = folder.resolve("mail");
        user = (root ? accounts.byName("nobody") : accounts.byUid(ProcessIdentity.effectiveUserId()))
                .found()
                .orElseThrow();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(directory);
        if (root) {
            int mail = accounts.groupByName("mail").found().orElseThrow().gid();
            own(directory, 0, mail, 02775);
        }
    }

    Path mailbox() {
        return directory.resolve(user.name());
    }

    Path dotLock() {
        return directory.resolve(user.name() + ".lock");
    }

    static void own(Path path, int uid, int gid, int mode) throws IOException {
        Files.setAttribute(path, "unix:uid", uid);
        Files.setAttribute(path, "unix:gid", gid);
        Files.setAttribute(path, "unix:mode", mode);
    }

    /// Makes a mailbox of the user with this content.
    Path existing(String content) throws IOException {
        Files.writeString(mailbox(), content);
        own(mailbox(), user.uid(), user.gid(), 0600);
        return mailbox();
    }

    MailboxDelivery delivery(Duration patience) {
        return delivery(new MailboxRules.OfSystemUsers(directory.toString()), patience);
    }

    MailboxDelivery delivery(MailboxRules rules, Duration patience) {
        return new MailboxDelivery(rules, accounts, CLOCK, ZoneOffset.UTC, patience, events::add);
    }

    HelperAnswer deliver(String name, String message) {
        return delivery(Duration.ofSeconds(30)).deliver(request(name), stream(message));
    }

    HelperAnswer deliver(String message) {
        return deliver(user.name(), message);
    }

    static HelperRequest.DeliverToMailbox request(String name) {
        return new HelperRequest.DeliverToMailbox("AAA1", "alice@a.example", name, 0);
    }

    static InputStream stream(String message) {
        return new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1));
    }

    String content() throws OsException {
        try (OpenDirectory mail = OpenDirectory.open(directory.toString());
                var file = mail.openForReading(user.name())) {
            return new String(file.readAll(100_000_000), StandardCharsets.ISO_8859_1);
        }
    }
}
