package org.postern.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Clock;
import org.postern.base.Event;
import org.postern.base.SysExit;
import org.postern.helperwire.HelperAnswer;
import org.postern.os.FileRule;
import org.postern.os.Identity;
import org.postern.os.ProcessIdentity;
import org.postern.os.SafeFileRules;

/// Files that only root may read, as the network process gets them. What belongs to whom can only be shown by root; an
/// ordinary user's helper copies nothing.
class FileCopiesTest {
    private static final int NETWORK_ID = 54_321;
    private static final Identity NETWORK = new Identity(NETWORK_ID, NETWORK_ID, List.of());

    @TempDir
    Path folder;

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final ManualClock clock = new ManualClock();
    private Path etc;

    private static final class ManualClock implements Clock {
        private long nanos = 1_000_000_000_000L;

        @Override
        public long epochMillis() {
            return nanos / 1_000_000;
        }

        @Override
        public long nanoTime() {
            return nanos;
        }
    }

    @BeforeEach
    void layOut() throws IOException {
        etc = Files.createDirectories(folder.resolve("root/etc"));
    }

    private Path write(String name, String text, int mode) throws IOException {
        Path file = Files.writeString(etc.resolve(name), text);
        MailboxFixture.own(file, ProcessIdentity.effectiveUserId(), 0, mode);
        return file;
    }

    private FileCopies open(String... names) {
        return FileCopies.open(authority(Set.of(), names), NETWORK, clock, events::add);
    }

    private FileAuthority authority(Set<String> ofTheConfiguration, String... names) {
        Set<FileRule> rules = Set.of(
                FileRule.ROOT_IS_ROOT,
                FileRule.REGULAR_ONLY,
                FileRule.SAFE_DIRECTORIES,
                FileRule.NO_LINK_IN_UNSAFE_DIRECTORY);
        Map<String, SafeFileRules> files = new HashMap<>();
        for (String name : names) {
            files.put("/etc/" + name, new SafeFileRules(rules, ProcessIdentity.effective(), 0));
        }
        return new FileAuthority(files, ofTheConfiguration, folder.resolve("root"), folder.resolve("state"));
    }

    private static Path copy(FileCopies copies, String name) {
        HelperAnswer answer = copies.show("/etc/" + name);
        assertThat(answer).isInstanceOf(HelperAnswer.FileCopy.class);
        return Path.of(answer instanceof HelperAnswer.FileCopy(String path) ? path : "");
    }

    private static HelperAnswer later(String why) {
        return new HelperAnswer.Temporary(SysExit.TEMPORARY_FAILURE, "4.3.0", why);
    }

    private List<String> lines() {
        return events.stream().map(Event::line).toList();
    }

    @Test
    void aCopyIsForTheNetworkProcessAlone() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        write("access.db", "x".repeat(700_000), 0600);
        write("map.cdb", "c", 0640);
        write("open.db", "o", 0644);
        try (FileCopies copies = open("access.db", "map.cdb", "open.db", "missing.db")) {
            try (Stream<Path> all = Files.walk(folder.resolve("state"))) {
                assertThat(all.filter(Files::isRegularFile)
                                .map(file -> file.getFileName().toString())
                                .filter(name -> !name.equals("lock")))
                        .as("made at the start: what the account cannot read")
                        .hasSize(2);
            }
            Path copy = copy(copies, "access.db");
            assertThat(copy).hasContent("x".repeat(700_000));
            assertThat(Files.readAttributes(copy, "unix:uid,mode"))
                    .containsEntry("uid", NETWORK_ID)
                    .containsEntry("mode", 0100400);
            assertThat(Files.readAttributes(copy.getParent(), "unix:uid,gid,mode"))
                    .containsEntry("uid", 0)
                    .containsEntry("gid", NETWORK_ID)
                    .containsEntry("mode", 040710);
            assertThat(copy(copies, "map.cdb").toString()).endsWith(".cdb");
            assertThat(copies.show("/etc/missing.db"))
                    .isEqualTo(new HelperAnswer.NoFile(true, "No such file or directory"));
        }
        assertThat(folder.resolve("state")).isEmptyDirectory();
        assertThat(lines()).hasSize(2).allMatch(line -> line.endsWith(" copied for the network process"));
    }

    /// Debian gives /etc/mail/tls to the account that runs the daemon; the key in it is root's.
    @Test
    void aKeyInADirectoryOfTheNetworkAccountIsShownUnlessALinkIsOnTheWay() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        Path secret = write("secret", "root's", 0600);
        Path tls = Files.createDirectory(etc.resolve("tls"));
        write("tls/key", "key", 0600);
        Files.createSymbolicLink(tls.resolve("link"), Path.of("../secret"));
        Files.createLink(tls.resolve("second-name"), secret);
        MailboxFixture.own(tls, NETWORK_ID, NETWORK_ID, 0755);
        Map<String, SafeFileRules> files = new HashMap<>();
        for (String name : List.of("key", "link", "second-name")) {
            Set<FileRule> rules = Set.of(
                    FileRule.ROOT_IS_ROOT,
                    FileRule.REGULAR_ONLY,
                    FileRule.SAFE_DIRECTORIES,
                    FileRule.NO_LINK_BELOW_OTHERS,
                    FileRule.NO_GROUP_READ,
                    FileRule.MUST_OWN);
            files.put("/etc/tls/" + name, new SafeFileRules(rules, ProcessIdentity.effective(), 0));
        }
        FileAuthority keys = new FileAuthority(files, Set.of(), folder.resolve("root"), folder.resolve("state"));
        try (FileCopies copies = FileCopies.open(keys, NETWORK, clock, events::add)) {
            assertThat(copy(copies, "tls/key")).hasContent("key");
            assertThat(copies.show("/etc/tls/link"))
                    .isEqualTo(new HelperAnswer.NoFile(false, "Symbolic links not allowed"));
            assertThat(copies.show("/etc/tls/second-name"))
                    .isEqualTo(new HelperAnswer.NoFile(false, "Hard links not allowed"));
        }
    }

    @Test
    void isMadeAgainWhenTheFileChangesAndNotForTheAsking() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        Path file = write("access.db", "one", 0600);
        try (FileCopies copies = open("access.db")) {
            Object first = Files.getAttribute(copy(copies, "access.db"), "unix:ino");
            for (int i = 0; i < 1000; i++) {
                assertThat(Files.getAttribute(copy(copies, "access.db"), "unix:ino"))
                        .isEqualTo(first);
            }
            Files.writeString(file, "two");
            assertThat(copy(copies, "access.db")).hasContent("two");
            Path fresh = write("fresh", "three", 0600);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            assertThat(copy(copies, "access.db")).hasContent("three");
            Files.delete(file);
            assertThat(copies.show("/etc/access.db")).isInstanceOf(HelperAnswer.NoFile.class);
            assertThat(lines()).hasSize(3);
        }
    }

    @Test
    void nothingIsShownThatTheConfigurationDoesNotName() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        write("access.db", "a", 0600);
        write("shadow", "s", 0600);
        try (FileCopies copies = open("access.db")) {
            for (String path : List.of(
                    "/etc/shadow",
                    "/etc/../etc/access.db",
                    "/etc//access.db",
                    "/etc/access.db/",
                    "etc/access.db",
                    "",
                    copy(copies, "access.db").toString())) {
                assertThat(copies.show(path)).as(path).isInstanceOf(HelperAnswer.Refused.class);
            }
        }
    }

    /// FS-10, FS-12: Who owns a directory on the way could put the name of any secret there: by a rename, a
    /// link, a new directory.
    @Test
    void theWayMustBeRootsAlone() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        write("shadow", "s", 0600);
        Path own = Files.createDirectory(etc.resolve("own"));
        MailboxFixture.own(own, NETWORK_ID, 0, 0755);
        Files.createSymbolicLink(own.resolve("map.db"), Path.of("../shadow"));
        write("own/file.db", "s", 0600);
        Path group = Files.createDirectory(etc.resolve("group"));
        write("group/file.db", "g", 0600);
        MailboxFixture.own(group, 0, NETWORK_ID, 0775);
        Path sticky = Files.createDirectory(etc.resolve("sticky"));
        write("sticky/file.db", "g", 0600);
        MailboxFixture.own(sticky, 0, 0, 01777);
        Files.createSymbolicLink(etc.resolve("link.db"), Path.of("own/file.db"));
        Files.createSymbolicLink(etc.resolve("good.db"), Path.of("shadow"));
        Files.createDirectory(etc.resolve("directory.db"));
        try (FileCopies copies = open(
                "own/map.db", "own/file.db", "group/file.db", "sticky/file.db", "link.db", "good.db", "directory.db")) {
            String foreign = folder.resolve("root/etc/own") + ": Directory not owned by root";
            assertThat(copies.show("/etc/own/map.db")).isEqualTo(later(foreign));
            assertThat(copies.show("/etc/own/file.db")).isEqualTo(later(foreign));
            assertThat(copies.show("/etc/link.db")).isEqualTo(later(foreign));
            assertThat(copies.show("/etc/group/file.db"))
                    .isEqualTo(new HelperAnswer.NoFile(false, "Group writable directory"));
            assertThat(copies.show("/etc/sticky/file.db"))
                    .isEqualTo(new HelperAnswer.NoFile(false, "World writable directory"));
            assertThat(copies.show("/etc/directory.db"))
                    .isEqualTo(new HelperAnswer.NoFile(false, "Regular files only"));
            assertThat(copy(copies, "good.db")).as("root's own link").hasContent("s");
            assertThat(lines()).contains("helper: /etc/own/map.db is not shown to the network process: " + foreign);
        }
    }

    @Test
    void whatAKilledHelperLeftIsRemovedAndWhatALivingOneHasIsNot() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        write("access.db", "a", 0600);
        Path left = Files.createDirectories(folder.resolve("state/copies-999999999"));
        Files.writeString(left.resolve("lock"), "");
        Files.writeString(left.resolve("file0"), "secret");
        FileCopies living = open("access.db");
        assertThat(left).doesNotExist();
        Path folderOfLiving = copy(living, "access.db").getParent();
        Path moved = Files.move(folderOfLiving, folder.resolve("state/copies-1"));
        try (FileCopies second = open("access.db")) {
            assertThat(moved.resolve("lock")).exists();
            assertThat(copy(second, "access.db")).hasContent("a");
        }
    }

    @Test
    void whatAHelperLeftUnfinishedIsRemovedAfterAWhile() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        write("access.db", "a", 0600);
        Path old = Files.createDirectories(folder.resolve("state/new-1"));
        Path young = Files.createDirectories(folder.resolve("state/new-2"));
        Files.createFile(old.resolve("lock"));
        Files.setLastModifiedTime(old, FileTime.fromMillis(clock.epochMillis() - 120_000));
        Files.setLastModifiedTime(young, FileTime.fromMillis(clock.epochMillis()));
        try (FileCopies _ = open("access.db")) {
            assertThat(old).doesNotExist();
            assertThat(young).exists();
        }
    }

    /// With RunAsUser: class files are read as root at the start, maps as that user.
    @Test
    void beforeTheRightsAreGivenUpOnlyTheConfigurationIsCopied() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        Path names = write("local-host-names", "one", 0600);
        write("access.db", "a", 0600);
        FileAuthority authority = authority(Set.of("/etc/local-host-names"), "local-host-names", "access.db");
        try (FileCopies copies = FileCopies.openOnce(authority, NETWORK, clock, events::add)) {
            assertThat(copy(copies, "local-host-names")).hasContent("one");
            Files.writeString(names, "two");
            assertThat(copy(copies, "local-host-names")).hasContent("one");
            assertThat(copies.show("/etc/access.db")).isInstanceOf(HelperAnswer.Refused.class);
        }
        try (FileCopies _ = open("access.db");
                Stream<Path> left = Files.list(folder.resolve("state"))) {
            assertThat(left).as("the next start removes what was left").hasSize(1);
        }
    }

    @Test
    void aStateFolderOfSomebodyElseIsNotUsed() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        write("access.db", "a", 0600);
        Path state = Files.createDirectory(folder.resolve("state"));
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (FileCopies copies = open("access.db")) {
            assertThat(copies.show("/etc/access.db")).isEqualTo(later("no folder for copies"));
            assertThat(state).isEmptyDirectory();
        }
    }

    @Test
    void withoutRightsNothingIsShown() {
        try (FileCopies copies = FileCopies.none(clock, events::add)) {
            assertThat(copies.show("/etc/shadow")).isInstanceOf(HelperAnswer.Refused.class);
        }
    }
}
