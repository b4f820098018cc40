package org.postern.programs.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Clock;
import org.postern.base.Event;

class FileEventLogTest {
    private static final Clock CLOCK = new Clock() {
        @Override
        public long epochMillis() {
            return 1_795_340_797_000L;
        }

        @Override
        public long nanoTime() {
            return 0;
        }
    };

    private record Said(int logLevel, String words) implements Event {
        @Override
        public String name() {
            return "test.said";
        }

        @Override
        public Priority priority() {
            return Priority.INFO;
        }

        @Override
        public Optional<String> queueId() {
            return Optional.of("6AM9kUnx018594");
        }

        @Override
        public List<Field> fields() {
            return List.of(new Field("words", words));
        }
    }

    @TempDir
    Path folder;

    @Test
    void writesTheClassicLineWithModeSixHundred() throws IOException {
        Path file = folder.resolve("mail.log");
        LogIdentity identity = new LogIdentity("mail.example.test", "sm-mta", 4711, ZoneOffset.UTC);
        try (FileEventLog log = FileEventLog.open(file, CLOCK, identity, 9)) {
            log.accept(new Said(5, "hello"));
            log.accept(new Said(10, "too detailed"));
            log.accept(new Said(9, "a\nforged line"));
            assertThat(log.lost()).isZero();
        }
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).isEqualTo("""
                        Nov 22 09:46:37 mail sm-mta[4711]: 6AM9kUnx018594: words=hello
                        Nov 22 09:46:37 mail sm-mta[4711]: 6AM9kUnx018594: words=a\\012forged line
                        """);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    }
}
