package org.postern.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.base.Event;

final class SyslogSocketTest {
    private static final MethodHandle BIND =
            LibraryCalls.function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

    @TempDir
    Path folder;

    private final Clock clock = new Clock() {
        @Override
        public long epochMillis() {
            return 1_767_322_987_654L;
        }

        @Override
        public long nanoTime() {
            return 0;
        }
    };

    private SyslogSocket client(int longestLine) {
        return new SyslogSocket(
                folder.resolve("log").toString(),
                SyslogSocket.FACILITY_MAIL,
                "sm-mta",
                clock,
                ZoneOffset.UTC,
                longestLine);
    }

    /// A datagram socket that is bound to the log's name, as a log daemon would.
    private OpenFile daemon() throws Exception {
        int socket = (int) Kernel.require(SystemCall.SOCKET, "", 1, 2, 0);
        byte[] name = Ascii.bytes(folder.resolve("log").toString());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(110);
            address.set(JAVA_SHORT, 0, (short) 1);
            MemorySegment.copy(name, 0, address, JAVA_BYTE, 2, name.length);
            int result =
                    (int) BIND.invokeExact(arena.allocate(Kernel.captureLayout()), socket, address, 3 + name.length);
            assertThat(result).isZero();
        } catch (Throwable e) {
            throw LibraryCalls.unexpected(e);
        }
        return new OpenFile(socket, "log");
    }

    private static String receive(OpenFile daemon) throws OsException {
        byte[] buffer = new byte[10_000];
        return Ascii.text(buffer, 0, daemon.read(buffer, 0, buffer.length));
    }

    @Test
    void writesTheClassicLine() throws Exception {
        try (OpenFile daemon = daemon();
                SyslogSocket log = client(1000)) {
            assertThat(log.send(Event.Priority.INFO, "a line")).isTrue();
            assertThat(receive(daemon))
                    .isEqualTo("<22>Jan  2 03:03:07 sm-mta["
                            + ProcessHandle.current().pid() + "]: a line");
        }
    }

    @Test
    void oneEventIsOneLine() throws Exception {
        try (OpenFile daemon = daemon();
                SyslogSocket log = client(9)) {
            assertThat(log.send(Event.Priority.ALERT, "a\nb\0c\rdefghijklmnop")).isTrue();
            assertThat(receive(daemon)).startsWith("<17>").endsWith("]: a b c def");
        }
    }

    @Test
    void withoutADaemonLinesAreCountedAndNobodyWaits() throws Exception {
        try (SyslogSocket log = client(1000)) {
            assertThat(log.send(Event.Priority.INFO, "a line")).isFalse();
            assertThat(log.lost()).isEqualTo(1);
        }
    }

    @Test
    void findsTheDaemonAgainAfterItsRestart() throws Exception {
        try (SyslogSocket log = client(1000)) {
            try (OpenFile _ = daemon()) {
                assertThat(log.send(Event.Priority.INFO, "one")).isTrue();
            }
            assertThat(log.send(Event.Priority.INFO, "two")).isFalse();
            Files.delete(folder.resolve("log"));
            try (OpenFile daemon = daemon()) {
                assertThat(log.send(Event.Priority.INFO, "three")).isTrue();
                assertThat(receive(daemon)).endsWith("three");
            }
            assertThat(log.lost()).isEqualTo(1);
        }
    }

    @Test
    void aDaemonThatDoesNotReadDoesNotStopUs() throws Exception {
        try (OpenFile _ = daemon();
                SyslogSocket log = client(1000)) {
            for (int i = 0; i < 2000; i++) {
                log.send(Event.Priority.INFO, "a line");
            }
            assertThat(log.lost()).isPositive();
        }
    }
}
