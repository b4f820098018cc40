package org.postern.maps;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Ascii;
import org.postern.maps.ConstantFileBuilder.Duplicates;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

/// Whatever stands in a map file, reading it ends, with entries or with a [MapFileException].
class MapFilesFuzzTest {
    private static final int MOST_ENTRIES = 2_000_000;

    @TempDir
    Path folder;

    /// Reads all of a file and looks some keys up.
    private static void read(Path file) throws IOException {
        try (MapFile map = MapFiles.open(file)) {
            for (String key : List.of("one", "key7", "key999", "", "many")) {
                try {
                    map.find(Ascii.bytes(key));
                } catch (MapFileException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
            int[] count = new int[1];
            map.forEach((_, _) -> ++count[0] < MOST_ENTRIES);
            assertThat(count[0]).isLessThan(MOST_ENTRIES);
        } catch (MapFileException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @FuzzTest(maxDuration = "60s")
    void readsAnyFile(byte[] content) throws IOException {
        Path file = Files.createTempFile("map", content.length > 0 && content[0] == 0 ? ".cdb" : ".db");
        try {
            Files.write(file, content);
            read(file);
        } finally {
            Files.delete(file);
        }
    }

    private List<byte[]> seeds() throws IOException {
        SendmailFolder host = SendmailFolder.in(folder.resolve("host"));
        host.file("sendmail.cf", "V10/Berkeley\nO DontBlameSendmail=TrustStickyBit\n");
        StringBuilder source = new StringBuilder("one 1\n");
        for (int i = 0; i < 1000; i++) {
            source.append("key").append(i).append(" value").append(i).append('\n');
            source.append("many value").append(i).append('\n');
        }
        List<byte[]> seeds = new ArrayList<>();
        for (String type : List.of("hash", "btree")) {
            String map = host.etc().resolve(type).toString();
            RealSendmail.run(host, "makemap", List.of("-d", type, map), source.toString())
                    .succeeded();
            String large = "v".repeat(20_000);
            RealSendmail.run(host, "editmap", List.of("-u", type, map, "large", large), "")
                    .succeeded();
            seeds.add(Files.readAllBytes(Path.of(map + ".db")));
        }
        Path ours = folder.resolve("ours.db");
        try (ConstantFileBuilder builder = ConstantFileBuilder.create(ours, true)) {
            for (String line : source.toString().lines().toList()) {
                int blank = line.indexOf(' ');
                byte[] key = Ascii.bytes(line.substring(0, blank));
                builder.put(key, Ascii.bytes(line.substring(blank + 1)), Duplicates.KEEP);
            }
            builder.commit();
        }
        seeds.add(Files.readAllBytes(ours));
        try (InputStream in = MapFilesFuzzTest.class.getResourceAsStream("classic.cdb")) {
            if (in == null) {
                throw new AssertionError("the resource classic.cdb is missing");
            }
            seeds.add(in.readAllBytes());
        }
        return seeds;
    }

    /// Single bytes, whole words and lengths of good files changed at random places.
    @Test
    void readsMutatedFiles() throws IOException {
        Random random = new Random(20_261_125);
        List<byte[]> seeds = seeds();
        for (int round = 0; round < 600; round++) {
            byte[] content = seeds.get(round % seeds.size()).clone();
            boolean cdb = round % seeds.size() == 3;
            int changes = 1 + random.nextInt(8);
            for (int i = 0; i < changes; i++) {
                int at = random.nextInt(random.nextBoolean() ? Math.min(600, content.length) : content.length);
                switch (random.nextInt(4)) {
                    case 0 -> content[at] = (byte) random.nextInt(256);
                    case 1 -> content[at] ^= (byte) (1 << random.nextInt(8));
                    case 2 -> java.util.Arrays.fill(content, at, Math.min(content.length, at + 4), (byte) 0xff);
                    default -> content = java.util.Arrays.copyOf(content, Math.max(1, at));
                }
            }
            Path file = folder.resolve(cdb ? "mutated.cdb" : "mutated.db");
            Files.write(file, content);
            read(file);
        }
    }
}
