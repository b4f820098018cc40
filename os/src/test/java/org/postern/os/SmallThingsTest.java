package org.postern.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The questions to the system that need no class of their own in the tests.
final class SmallThingsTest {
    @TempDir
    Path folder;

    @Test
    void aFileSystemHasRoom() throws Exception {
        FileSystemSpace space = FileSystemSpace.of(folder.toString());

        assertThat(space.blockSize()).isPositive();
        assertThat(space.blocks() * space.blockSize())
                .isEqualTo(Files.getFileStore(folder).getTotalSpace());
        assertThat(space.freeBytes()).isPositive();
        assertThatThrownBy(() -> FileSystemSpace.of(folder + "/nothing")).isInstanceOf(OsException.class);
    }

    @Test
    void theLoadIsRounded() throws Exception {
        Path file = folder.resolve("loadavg");
        Files.writeString(file, "2.50 1.00 0.50 1/99 1\n");
        assertThat(LoadAverage.read(file)).isEqualTo(3);
        Files.writeString(file, "2.49\n");
        assertThat(LoadAverage.read(file)).isEqualTo(2);
        Files.writeString(file, "garbage");
        assertThat(LoadAverage.read(file)).isZero();
        assertThat(LoadAverage.read(folder.resolve("nothing"))).isZero();
        assertThat(LoadAverage.lastMinute()).isNotNegative();
    }

    @Test
    void aProcessWithoutSetIdBitsHasNothingToGiveUp() throws Exception {
        Identity before = ProcessIdentity.effective();

        assertThat(ProcessIdentity.dropSetIds()).isFalse();
        assertThat(ProcessIdentity.effective()).isEqualTo(before);
        assertThat(ProcessIdentity.realUserId()).isEqualTo(before.uid());
    }

    @Test
    void aClosedDescriptorIsNoTerminal() {
        assertThat(Terminal.isTerminal(9999)).isFalse();
    }

    @Test
    void theMaskIsSetForAll() {
        int before = ProcessIdentity.umask(077);
        try {
            assertThat(ProcessIdentity.umask(077)).isEqualTo(077);
        } finally {
            assertThat(ProcessIdentity.umask(before)).isEqualTo(077);
        }
    }

    @Test
    void signalsAreSentAndReceived() throws Exception {
        BlockingQueue<ProcessSignal> received = new LinkedBlockingQueue<>();
        // not HUP or INT: a JVM that was started with these ignored (nohup, a job in the background) never gets them
        ProcessSignal.USR1.handle(received::add);
        ProcessSignal.USR1.send(ProcessHandle.current().pid());
        assertThat(received.poll(60, TimeUnit.SECONDS)).isEqualTo(ProcessSignal.USR1);
        assertThat(ProcessSignal.exists(ProcessHandle.current().pid())).isTrue();
    }

    @Test
    void nobodySignalsAGroupOrTheFirstProcess() {
        for (long process : new long[] {-5, -1, 0, 1}) {
            assertThatThrownBy(() -> ProcessSignal.TERM.send(process)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anIdentityIsInOrder() {
        Identity identity = new Identity(5, 6, List.of(9, 7, 9, -2));

        assertThat(identity.groups()).isEqualTo(List.of(7, 9, -2));
        assertThat(identity.withGroup(8).groups()).isEqualTo(List.of(7, 8, 9, -2));
        assertThat(identity.withGroup(7)).isEqualTo(identity);
        assertThat(identity).hasToString("uid=5 gid=6 groups=7,9,4294967294");
        assertThat(identity.belongsTo(6)).isTrue();
        assertThat(identity.belongsTo(8)).isFalse();
    }
}
