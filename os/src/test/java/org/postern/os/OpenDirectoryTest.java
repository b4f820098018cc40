package org.postern.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpenDirectoryTest {
    @TempDir
    Path folder;

    private OpenDirectory open() throws OsException {
        return OpenDirectory.open(folder.toString());
    }

    private static int errno(ThrowingCall call) {
        try {
            call.run();
            return 0;
        } catch (OsException e) {
            return e.errno();
        }
    }

    private interface ThrowingCall {
        void run() throws OsException;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void writesAtTheEndAndReadsBack() throws Exception {
        Files.writeString(folder.resolve("mail"), "one\n");
        try (OpenDirectory directory = open();
                OpenFile file = directory.openForAppending("mail")) {
            file.write(bytes("xxtwo\nxx"), 2, 4);
            file.sync();
        }
        assertThat(folder.resolve("mail")).content().isEqualTo("one\ntwo\n");
        try (OpenDirectory directory = open();
                OpenFile file = directory.openForReading("mail")) {
            assertThat(file.readAll(8)).isEqualTo(bytes("one\ntwo\n"));
        }
    }

    @Test
    void longContentGoesInAndOutWhole() throws Exception {
        byte[] content = new byte[1_000_003];
        new Random(7).nextBytes(content);
        try (OpenDirectory directory = open();
                OpenFile file = directory.create("big", 0600)) {
            file.write(content, 0, content.length);
        }
        assertThat(Files.readAllBytes(folder.resolve("big"))).isEqualTo(content);
        try (OpenDirectory directory = open();
                OpenFile file = directory.openForReading("big")) {
            assertThat(file.readAll(content.length)).isEqualTo(content);
        }
    }

    @Test
    void aFileBeyondTheLimitIsRefused() throws Exception {
        Files.writeString(folder.resolve("mail"), "12345");
        try (OpenDirectory directory = open();
                OpenFile file = directory.openForReading("mail")) {
            assertThat(errno(() -> file.readAll(4))).isEqualTo(Errno.EFBIG);
        }
    }

    @Test
    void neverFollowsALink() throws Exception {
        Files.writeString(folder.resolve("target"), "secret");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("target"));
        try (OpenDirectory directory = open()) {
            assertThat(errno(() -> directory.openForReading("link"))).isEqualTo(Errno.ELOOP);
            assertThat(errno(() -> directory.openForAppending("link"))).isEqualTo(Errno.ELOOP);
            assertThat(errno(() -> directory.create("link", 0600))).isEqualTo(Errno.EEXIST);
            assertThat(errno(() -> directory.directory("link"))).isEqualTo(Errno.ENOTDIR);
            assertThat(directory.status("link").kind()).isEqualTo(FileStatus.Kind.SYMBOLIC_LINK);
        }
        assertThat(folder.resolve("target")).content().isEqualTo("secret");
    }

    @Test
    void acceptsOnlySingleNames() throws Exception {
        try (OpenDirectory directory = open()) {
            for (String name : new String[] {"", ".", "..", "a/b", "/etc/passwd", "a\0b"}) {
                assertThatThrownBy(() -> directory.openForReading(name)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void tellsWhatAFileIs() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "12345");
        Files.createLink(folder.resolve("other"), file);
        Files.createDirectory(folder.resolve("dir"));
        try (OpenDirectory directory = open();
                OpenFile opened = directory.openForReading("file")) {
            opened.changeMode(0640);
            FileStatus status = directory.status("file");

            assertThat(status.kind()).isEqualTo(FileStatus.Kind.REGULAR);
            assertThat(status.links()).isEqualTo(2);
            assertThat(status.size()).isEqualTo(5);
            assertThat(status.mode()).isEqualTo(0640);
            assertThat(status.uid()).isEqualTo(ProcessIdentity.effectiveUserId());
            assertThat(status.inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
            assertThat(status.isSameFile(directory.status("other"))).isTrue();
            assertThat(status.isSameFile(directory.status("dir"))).isFalse();
            assertThat(directory.status("dir").kind()).isEqualTo(FileStatus.Kind.DIRECTORY);
        }
    }

    @Test
    void visitsEachNameOnce() throws Exception {
        for (int i = 0; i < 2000; i++) {
            Files.createFile(folder.resolve("a-rather-long-name-of-a-file-" + i));
        }
        try (OpenDirectory directory = open()) {
            List<String> names = new ArrayList<>();
            directory.walk(names::add);
            assertThat(names).hasSize(2000).doesNotHaveDuplicates();
            directory.walk(names::add);
            assertThat(names).as("a second time").hasSize(4000);
        }
    }

    @Test
    void staysWithTheDirectoryThatWasOpened() throws Exception {
        Path first = Files.createDirectory(folder.resolve("spool"));
        Files.writeString(first.resolve("mail"), "right");
        try (OpenDirectory directory = OpenDirectory.open(first.toString())) {
            Files.move(first, folder.resolve("moved"));
            Files.createDirectory(first);
            Files.writeString(first.resolve("mail"), "wrong");
            try (OpenFile file = directory.openForReading("mail")) {
                assertThat(file.readAll(10)).isEqualTo(bytes("right"));
            }
        }
    }

    @Test
    void aLockKeepsOthersOutUntilTheFileIsClosed() throws Exception {
        try (OpenDirectory directory = open()) {
            OpenFile first = directory.create("mail", 0600);
            try (OpenFile second = directory.openForAppending("mail")) {
                assertThat(first.tryRecordLock()).isTrue();
                assertThat(second.tryRecordLock()).isFalse();
                assertThat(first.tryFlock()).isTrue();
                assertThat(second.tryFlock()).isFalse();
                first.close();
                assertThat(second.tryRecordLock()).isTrue();
                assertThat(second.tryFlock()).isTrue();
            }
        }
    }

    @Test
    void cutsAFileBack() throws Exception {
        try (OpenDirectory directory = open();
                OpenFile file = directory.create("mail", 0600)) {
            file.write(bytes("whole half"), 0, 10);
            file.truncate(5);
            file.write(bytes("!"), 0, 1);
        }
        assertThat(folder.resolve("mail")).content().isEqualTo("whole!");
    }

    @Test
    void changesNoOwnerOfALinkedOrOtherFile() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        Files.writeString(folder.resolve("single"), "");
        Files.createLink(folder.resolve("again"), folder.resolve("file"));
        int own = ProcessIdentity.effectiveUserId();
        int group = ProcessIdentity.effective().gid();
        try (OpenDirectory directory = open()) {
            FileStatus single = directory.status("single");

            assertThat(directory.changeOwner("file", directory.status("file"), own, group))
                    .isFalse();
            assertThat(directory.changeOwner("file", single, own, group)).isFalse();
            assertThat(directory.changeOwner("single", single, own, group)).isTrue();
        }
    }

    @Test
    void aClosedDirectoryIsOfNoUse() throws Exception {
        OpenDirectory directory = open();
        directory.close();
        directory.close();

        assertThatThrownBy(directory::status).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void errorsNameTheReason() throws Exception {
        try (OpenDirectory directory = open()) {
            assertThatThrownBy(() -> directory.openForReading("nothing"))
                    .isInstanceOf(OsException.class)
                    .hasMessage("openat " + folder + "/nothing: No such file or directory");
        }
    }
}
