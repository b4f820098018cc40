package org.postern.programs.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postern.testkit.Peers;

/// The table of attacks in docs/testing.md: each number is in a test, or its row says why it cannot apply.
class AttackTableTest {
    private static final int STATEMENTS = 114;
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| ([A-Z]+-\\d\\d(?:, [A-Z]+-\\d\\d)*) \\|[^|]*\\| (.*) \\|$");

    @Test
    void eachNumberIsInATest() throws Exception {
        Map<String, String> rows = new TreeMap<>();
        ROW.matcher(DocumentPages.text(Path.of("docs/testing.md")))
                .results()
                .forEach(
                        row -> List.of(row.group(1).split(", ", -1)).forEach(number -> rows.put(number, row.group(2))));
        assertThat(rows).hasSize(STATEMENTS);

        String tests = tests();
        assertThat(rows.entrySet().stream()
                        // what takes an hour is no test
                        .filter(row -> !row.getValue().matches("(does not apply|do not apply|`bench/run soak).*"))
                        .map(Map.Entry::getKey)
                        .filter(number -> !tests.contains(plain(number))))
                .isEmpty();
    }

    /// `FS-03` and `fs03...` are the same number.
    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replace("-", "");
    }

    private static String tests() throws IOException {
        Path root = Peers.checkout();
        try (Stream<Path> modules = Files.list(root)) {
            List<Path> folders = Stream.concat(
                            modules.map(module -> module.resolve("src/test/java")),
                            Stream.of(root.resolve("testkit/src/main/resources/transcripts")))
                    .filter(Files::isDirectory)
                    .toList();
            StringBuilder all = new StringBuilder();
            for (Path folder : folders) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
                    }
                }
            }
            return plain(all.toString());
        }
    }
}
