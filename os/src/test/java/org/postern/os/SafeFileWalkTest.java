package org.postern.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The root of these walks is a folder of the test, because the usual folder for temporary files is writable for all.
final class SafeFileWalkTest {
    @TempDir
    Path root;

    private final Identity own = ProcessIdentity.effective();

    @BeforeEach
    void make() throws IOException {
        mode(root, 0755);
        Files.createDirectories(root.resolve("etc/mail"));
        mode(root.resolve("etc"), 0755);
        mode(root.resolve("etc/mail"), 0755);
        Files.writeString(root.resolve("etc/mail/file"), "content");
        mode(root.resolve("etc/mail/file"), 0644);
    }

    private static void mode(Path path, int mode) throws IOException {
        Files.setAttribute(path, "unix:mode", mode);
    }

    private SafeOpen read(String path, FileRule... rules) {
        return SafeFileWalk.openBelow(root.toString(), path, SafeFileRules.of(own, rules), false);
    }

    private SafeOpen append(String path, FileRule... rules) {
        return SafeFileWalk.openBelow(root.toString(), path, SafeFileRules.of(own, rules), true);
    }

    private String content(SafeOpen open) throws OsException {
        assertThat(open).isInstanceOf(SafeOpen.Opened.class);
        try (OpenFile file = ((SafeOpen.Opened) open).file()) {
            return new String(file.readAll(100), StandardCharsets.ISO_8859_1);
        }
    }

    private SafeOpen refused(String reason, String path) {
        return new SafeOpen.Refused(reason, root + path);
    }

    private static int errno(SafeOpen open) {
        assertThat(open).isInstanceOf(SafeOpen.Failed.class);
        return ((SafeOpen.Failed) open).cause().errno();
    }

    @Test
    void opensWhatMeetsAllDemands() throws Exception {
        assertThat(content(read(
                        "/etc/mail/file",
                        FileRule.REGULAR_ONLY,
                        FileRule.SAFE_DIRECTORIES,
                        FileRule.NO_SYMBOLIC_LINK,
                        FileRule.NO_HARD_LINK,
                        FileRule.NO_GROUP_WRITE,
                        FileRule.NO_WORLD_WRITE,
                        FileRule.MUST_OWN)))
                .isEqualTo("content");
        assertThat(content(read("//etc/./mail/../mail//file"))).isEqualTo("content");
    }

    @Test
    void appendsByDescriptor() throws Exception {
        mode(root.resolve("etc/mail/file"), 0666);
        SafeOpen open = append("/etc/mail/file", FileRule.ROOT_IS_ROOT, FileRule.NOT_EXECUTABLE);
        assertThat(open).isInstanceOf(SafeOpen.Opened.class);
        try (OpenFile file = ((SafeOpen.Opened) open).file()) {
            file.write(new byte[] {'!'}, 0, 1);
        }
        assertThat(root.resolve("etc/mail/file")).content().isEqualTo("content!");
    }

    /// FS-04: a directory on the way that others may write to.
    @Test
    void aWritableDirectoryAnywhereIsUnsafe() throws Exception {
        mode(root.resolve("etc"), 0777);
        assertThat(read("/etc/mail/file", FileRule.SAFE_DIRECTORIES))
                .isEqualTo(refused("World writable directory", "/etc"));
        mode(root.resolve("etc"), 01777);
        assertThat(read("/etc/mail/file", FileRule.SAFE_DIRECTORIES))
                .isEqualTo(refused("World writable directory", "/etc"));
        assertThat(content(read("/etc/mail/file", FileRule.SAFE_DIRECTORIES, FileRule.STICKY_DIRECTORY_IS_SAFE)))
                .isEqualTo("content");
        mode(root.resolve("etc"), 0775);
        assertThat(read("/etc/mail/file", FileRule.SAFE_DIRECTORIES))
                .isEqualTo(refused("Group writable directory", "/etc"));
        assertThat(content(
                        read("/etc/mail/file", FileRule.SAFE_DIRECTORIES, FileRule.GROUP_WRITABLE_DIRECTORY_IS_SAFE)))
                .isEqualTo("content");
        mode(root, 0777);
        assertThat(read("/etc/mail/file", FileRule.SAFE_DIRECTORIES))
                .isEqualTo(refused("World writable directory", ""));
    }

    @Test
    void withoutTheDemandAnUnsafeDirectoryIsAWarning() throws Exception {
        mode(root.resolve("etc"), 0777);
        SafeOpen open = read("/etc/mail/file");
        assertThat(open)
                .isInstanceOfSatisfying(
                        SafeOpen.Opened.class,
                        opened -> assertThat(opened.warnings())
                                .containsExactly("World writable directory " + root + "/etc"));
        assertThat(content(open)).isEqualTo("content");
    }

    @Test
    void linksAreFollowedAndEveryDirectoryOfTheirTextIsExamined() throws Exception {
        Files.createDirectories(root.resolve("open/door"));
        mode(root.resolve("open"), 0777);
        mode(root.resolve("open/door"), 0755);
        Files.writeString(root.resolve("open/door/file"), "elsewhere");
        Files.createSymbolicLink(root.resolve("etc/relative"), Path.of("../open/door"));
        Files.createSymbolicLink(root.resolve("etc/absolute"), Path.of("/open/door/file"));

        assertThat(content(read("/etc/relative/file"))).isEqualTo("elsewhere");
        assertThat(content(read("/etc/absolute"))).isEqualTo("elsewhere");
        assertThat(read("/etc/relative/file", FileRule.SAFE_DIRECTORIES))
                .isEqualTo(refused("World writable directory", "/open"));
        assertThat(read("/etc/absolute", FileRule.SAFE_DIRECTORIES))
                .isEqualTo(refused("World writable directory", "/open"));
        assertThat(content(read("/etc/relative/file", FileRule.NO_SYMBOLIC_LINK)))
                .as("a link on the way is not the name itself")
                .isEqualTo("elsewhere");
        assertThat(read("/etc/absolute", FileRule.NO_SYMBOLIC_LINK))
                .isEqualTo(refused("Symbolic links not allowed", "/etc/absolute"));
    }

    @Test
    void nothingLeadsOutOfTheRoot() throws Exception {
        Files.createSymbolicLink(root.resolve("etc/up"), Path.of("../../../../../../etc/mail/file"));
        assertThat(content(read("/etc/up"))).isEqualTo("content");
        assertThat(content(read("/../../etc/mail/file"))).isEqualTo("content");
    }

    /// FS-04: a link in a directory that others may write to.
    @Test
    void linksInUnsafeDirectoriesOnlyWhenToldSo() throws Exception {
        Files.createSymbolicLink(root.resolve("etc/link"), Path.of("mail/file"));
        Files.createLink(root.resolve("etc/second"), root.resolve("etc/mail/file"));
        assertThat(content(read("/etc/link", FileRule.NO_LINK_IN_UNSAFE_DIRECTORY)))
                .isEqualTo("content");
        assertThat(content(read("/etc/second", FileRule.NO_LINK_IN_UNSAFE_DIRECTORY)))
                .isEqualTo("content");
        mode(root.resolve("etc"), 0775);
        assertThat(read("/etc/link", FileRule.NO_LINK_IN_UNSAFE_DIRECTORY))
                .isEqualTo(refused("Symbolic links not allowed", "/etc/link"));
        assertThat(read("/etc/second", FileRule.NO_LINK_IN_UNSAFE_DIRECTORY))
                .isEqualTo(refused("Hard links not allowed", "/etc/second"));
        assertThat(read("/etc/second", FileRule.NO_HARD_LINK))
                .isEqualTo(refused("Hard links not allowed", "/etc/second"));
    }

    @Test
    void aCircleOfLinksEnds() throws Exception {
        Files.createSymbolicLink(root.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(root.resolve("b"), Path.of("a"));
        Files.createSymbolicLink(root.resolve("grow"), Path.of("grow/" + "x/".repeat(500)));
        assertThat(errno(read("/a"))).isEqualTo(Errno.ELOOP);
        assertThat(errno(read("/grow"))).isIn(Errno.ELOOP, Errno.ENAMETOOLONG);
    }

    @Test
    void questionsAreAskedInSendmailsOrder() throws Exception {
        FileRule[] all = {
            FileRule.REGULAR_ONLY,
            FileRule.NO_GROUP_WRITE,
            FileRule.NO_WORLD_WRITE,
            FileRule.NO_GROUP_READ,
            FileRule.NO_WORLD_READ,
            FileRule.NOT_EXECUTABLE,
            FileRule.NO_HARD_LINK,
            FileRule.ROOT_IS_ROOT
        };
        Path file = root.resolve("etc/mail/file");
        Files.createLink(root.resolve("etc/second"), file);
        int[] modes = {0777, 0757, 0755, 0715, 0711, 0600};
        String[] reasons = {
            "Group writable file",
            "World writable file",
            "Group readable file",
            "World readable file",
            "Executable files not allowed",
            "Hard links not allowed"
        };
        for (int i = 0; i < modes.length; i++) {
            mode(file, modes[i]);
            assertThat(append("/etc/mail/file", all)).isEqualTo(refused(reasons[i], "/etc/mail/file"));
        }
        Files.delete(root.resolve("etc/second"));
        assertThat(content(append("/etc/mail/file", all))).isEqualTo("content");
        mode(file, 0700);
        assertThat(content(read("/etc/mail/file", all)))
                .as("an executable file may be read")
                .isEqualTo("content");
    }

    @Test
    void onlyRegularFilesWhenToldSo() throws Exception {
        assertThat(read("/etc/mail", FileRule.REGULAR_ONLY)).isEqualTo(refused("Regular files only", "/etc/mail"));
        assertThat(new ProcessBuilder("mkfifo", root.resolve("fifo").toString())
                        .start()
                        .waitFor())
                .isZero();
        assertThat(read("/fifo", FileRule.REGULAR_ONLY)).isEqualTo(refused("Regular files only", "/fifo"));
        assertThat(errno(read("/"))).isEqualTo(Errno.EISDIR);
        assertThat(errno(read("/etc/mail/file/more"))).isEqualTo(Errno.ENOTDIR);
    }

    @Test
    void ownersAreTheUserRootAndTheTrustedUser() {
        FileStatus file = new FileStatus(FileStatus.Kind.REGULAR, 0644, 1000, 1000, 1, 0, 0, 0, 0);
        Identity user = new Identity(2000, 2000, java.util.List.of());
        SafeFileRules mustOwn = SafeFileRules.of(user, FileRule.MUST_OWN);

        assertThat(mustOwn.objection(file, false, false)).isEqualTo("Permission denied");
        assertThat(new SafeFileRules(mustOwn.rules(), user, 1000).objection(file, false, false))
                .isEmpty();
        assertThat(SafeFileRules.of(new Identity(1000, 1000, java.util.List.of()), FileRule.MUST_OWN)
                        .objection(file, false, false))
                .isEmpty();
    }

    @Test
    void rightsAreTheUsersNotOurs() {
        FileStatus file = new FileStatus(FileStatus.Kind.REGULAR, 0640, 1000, 50, 1, 0, 0, 0, 0);
        Identity stranger = new Identity(2000, 2000, java.util.List.of());
        Identity member = new Identity(2000, 2000, java.util.List.of(50));
        Identity root1 = new Identity(0, 0, java.util.List.of());

        assertThat(SafeFileRules.of(stranger).objection(file, false, false)).isEqualTo("Permission denied");
        assertThat(SafeFileRules.of(member).objection(file, false, false)).isEmpty();
        assertThat(SafeFileRules.of(member).objection(file, true, false)).isEqualTo("Permission denied");
        assertThat(SafeFileRules.of(root1).objection(file, false, false)).isEqualTo("Permission denied");
        assertThat(SafeFileRules.of(root1, FileRule.ROOT_IS_ROOT).objection(file, true, false))
                .isEmpty();
    }

    @Test
    void aDirectoryThatTheUserMayNotSearchIsClosed() throws Exception {
        mode(root.resolve("etc"), 0700);
        Identity stranger = new Identity(2_000_000, 2_000_000, java.util.List.of());
        SafeOpen open = SafeFileWalk.openBelow(root.toString(), "/etc/mail/file", SafeFileRules.of(stranger), false);
        assertThat(errno(open)).isEqualTo(Errno.EACCES);
    }

    @Test
    void aMissingFileIsMissing() {
        assertThat(read("/etc/mail/nothing"))
                .isInstanceOfSatisfying(
                        SafeOpen.Failed.class,
                        failed -> assertThat(failed.isMissing()).isTrue());
        assertThat(errno(read("/" + "x".repeat(5000)))).isEqualTo(Errno.ENAMETOOLONG);
        assertThatThrownBy(() -> read("relative")).isInstanceOf(IllegalArgumentException.class);
    }

    /// A directory on the way is exchanged for a link to a place with another file, again and again. What is opened
    /// is always the file in the safe place, or nothing.
    @Test
    void exchangesOnTheWayChangeNothing() throws Exception {
        Files.createDirectories(root.resolve("bad"));
        mode(root.resolve("bad"), 0777);
        Files.writeString(root.resolve("bad/file"), "trap");
        AtomicBoolean end = new AtomicBoolean();
        int opened = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<?> attacker = threads.submit(() -> {
                while (!end.get()) {
                    Files.move(root.resolve("etc/mail"), root.resolve("etc/away"));
                    Files.createSymbolicLink(root.resolve("etc/mail"), Path.of("../bad"));
                    Files.delete(root.resolve("etc/mail"));
                    Files.move(root.resolve("etc/away"), root.resolve("etc/mail"));
                }
                return null;
            });
            for (int i = 0; i < 5000; i++) {
                SafeOpen open = read("/etc/mail/file", FileRule.SAFE_DIRECTORIES);
                if (open instanceof SafeOpen.Opened) {
                    assertThat(content(open)).isEqualTo("content");
                    opened++;
                }
            }
            end.set(true);
            attacker.get();
        }
        assertThat(opened).isPositive();
    }
}
