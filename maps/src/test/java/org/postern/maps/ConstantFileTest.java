package org.postern.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.base.Ascii;
import org.postern.base.SystemClock;
import org.postern.maps.ConstantFileBuilder.Duplicates;

class ConstantFileTest {
    @TempDir
    Path folder;

    private static byte[] bytes(String text) {
        return Ascii.bytes(text);
    }

    private Path build(String... pairs) throws IOException {
        Path file = folder.resolve("m.db");
        try (ConstantFileBuilder builder = ConstantFileBuilder.create(file, false)) {
            for (int i = 0; i < pairs.length; i += 2) {
                builder.put(bytes(pairs[i]), bytes(pairs[i + 1]), Duplicates.KEEP);
            }
            builder.commit();
        }
        return file;
    }

    /// The file behaves as a [HashMap] for any sequence of additions.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void isTheSameAsAHashMap(long seed) throws IOException {
        Random random = new Random(seed);
        Map<String, String> model = new HashMap<>();
        Path file = folder.resolve("m.db");
        try (ConstantFileBuilder builder = ConstantFileBuilder.create(file, random.nextBoolean())) {
            int steps = random.nextInt(1 << (2 + (int) seed * 3 / 2));
            for (int i = 0; i < steps; i++) {
                String key = Integer.toString(random.nextInt(steps), 36) + "k".repeat(random.nextInt(3));
                String value =
                        "v".repeat(random.nextInt(20)) + i + (random.nextInt(2000) == 0 ? "x".repeat(400_000) : "");
                Duplicates duplicates = random.nextBoolean() ? Duplicates.REPLACE : Duplicates.REFUSE;
                boolean added = builder.put(bytes(key), bytes(value), duplicates);
                assertThat(added).isEqualTo(duplicates == Duplicates.REPLACE || !model.containsKey(key));
                if (added) {
                    model.put(key, value);
                }
            }
            assertThat(builder.entries()).isEqualTo(model.size());
            builder.commit();
        }
        try (MapFile map = MapFiles.open(file)) {
            Map<String, String> read = new HashMap<>();
            map.forEach((key, value) -> {
                assertThat(read.put(Ascii.text(key), Ascii.text(value))).isNull();
                return true;
            });
            assertThat(read).isEqualTo(model);
            for (int i = 0; i < 2000; i++) {
                String key = Integer.toString(random.nextInt(3000), 36);
                String found = map.find(bytes(key)).map(Ascii::text).orElse(null);
                assertThat(found).isEqualTo(model.get(key));
            }
        }
    }

    @Test
    void listsASortedFileInOrder() throws IOException {
        Path file = folder.resolve("s.db");
        try (ConstantFileBuilder builder = ConstantFileBuilder.create(file, true)) {
            for (String key : List.of("b", "\u00e4", "a", "ab", "", "B")) {
                builder.put(bytes(key), bytes("1"), Duplicates.KEEP);
            }
            builder.put(bytes("a"), bytes("2"), Duplicates.KEEP);
            builder.commit();
        }
        List<String> seen = new ArrayList<>();
        try (MapFile map = MapFiles.open(file)) {
            map.forEach((key, value) -> seen.add(Ascii.text(key) + "=" + Ascii.text(value)));
        }
        assertThat(seen).containsExactly("=1", "B=1", "a=1", "a=2", "ab=1", "b=1", "\u00e4=1");
    }

    @Test
    void keepsTheFirstOfManyValuesFirst() throws IOException {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            pairs.add("k" + i % 7);
            pairs.add("v" + i);
        }
        try (MapFile map = MapFiles.open(build(pairs.toArray(String[]::new)))) {
            for (int i = 0; i < 7; i++) {
                assertThat(map.find(bytes("k" + i)).map(Ascii::text)).contains("v" + i);
            }
        }
    }

    @Test
    void leavesNothingBehindWithoutCommit() throws IOException {
        Path file = build("old", "1");
        try (ConstantFileBuilder builder = ConstantFileBuilder.create(file, false)) {
            builder.put(bytes("new"), bytes("2"), Duplicates.REFUSE);
        }
        try (MapFile map = MapFiles.open(file);
                Stream<Path> files = Files.list(folder)) {
            assertThat(map.find(bytes("old"))).isPresent();
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void keepsTheModeOfTheFileThatItReplaces() throws IOException {
        Path file = build("a", "1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        build("a", "2");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-rw-r--");
    }

    /// A map that is in use shows a rebuilt file at the next look-up, and the old content until then.
    @Test
    void showsARebuiltMapAtOnce() throws IOException {
        Path file = build("key", "old");
        WatchedMapFile watched = new WatchedMapFile(
                new ReadableFile(file, ShownFiles.none(), new SystemClock()), MapFileCheck.allowAll());
        assertThat(watched.find(bytes("key")).map(Ascii::text)).contains("old");
        for (int i = 0; i < 50; i++) {
            String now = "new" + i;
            try (ConstantFileBuilder builder = ConstantFileBuilder.create(file, false)) {
                builder.put(bytes("key"), bytes(now), Duplicates.REFUSE);
                assertThat(watched.find(bytes("key")).map(Ascii::text)).isNotEqualTo(java.util.Optional.of(now));
                builder.commit();
            }
            assertThat(watched.find(bytes("key")).map(Ascii::text)).contains(now);
        }
    }

    @Test
    void refusesDamagedFiles() throws IOException {
        byte[] whole = Files.readAllBytes(build("a", "1", "b", "2"));
        Path damaged = folder.resolve("damaged.db");
        for (int length = 0; length < whole.length; length++) {
            Files.write(damaged, java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> MapFiles.open(damaged)).isInstanceOf(MapFileException.class);
        }
        for (int i = 0; i < 64; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            Files.write(damaged, changed);
            assertThatThrownBy(() -> MapFiles.open(damaged)).isInstanceOf(MapFileException.class);
        }
    }

    @Test
    void survivesAFileThatIsCutWhileInUse() throws IOException {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            pairs.addAll(List.of("key" + i, "value" + i));
        }
        Path file = build(pairs.toArray(String[]::new));
        try (MapFile map = MapFiles.open(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(100);
                channel.write(ByteBuffer.allocate(1), 99);
            }
            assertThatThrownBy(() -> map.find(bytes("key7"))).isInstanceOf(MapFileException.class);
        }
    }

    @Test
    void computesTheReferenceHashes() {
        // SipHash-2-4 of the paper's appendix A: key 00..0f, message 00..0e
        SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        byte[] message = new byte[15];
        for (int i = 0; i < message.length; i++) {
            message[i] = (byte) i;
        }
        assertThat(hash.hash(message)).isEqualTo(0xa129ca6149be45e5L);
    }
}
