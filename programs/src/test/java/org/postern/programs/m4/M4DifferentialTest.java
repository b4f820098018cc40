package org.postern.programs.m4;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.base.Ascii;

/// Our m4 against the real one, over inputs of our own.
class M4DifferentialTest {
    @TempDir
    private Path folder;

    /// One line of the list.
    record Input(List<String> options, String text) {
        static Input parse(String line) {
            int bar = line.indexOf(" | ");
            boolean withOptions = bar >= 0 && line.startsWith("-");
            List<String> options = withOptions ? List.of(line.substring(0, bar).split(" ", -1)) : List.of();
            return new Input(options, decode(withOptions ? line.substring(bar + 3) : line));
        }

        private static String decode(String text) {
            StringBuilder out = new StringBuilder();
            int at = 0;
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c != '\\') {
                    out.append(c);
                    continue;
                }
                char escaped = text.charAt(at++);
                if (escaped == 'x') {
                    out.append((char) Integer.parseInt(text, at, at + 2, 16));
                    at += 2;
                } else {
                    out.append(escaped == 'n' ? '\n' : escaped);
                }
            }
            return out.toString();
        }
    }

    static List<Input> inputs() {
        try (InputStream in = M4DifferentialTest.class.getResourceAsStream("/m4/differential.txt")) {
            List<Input> inputs = new ArrayList<>();
            for (String line : Ascii.text(in.readAllBytes()).split("\n", -1)) {
                if (!line.isEmpty() && !line.startsWith("# ")) {
                    inputs.add(Input.parse(line));
                }
            }
            return inputs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void thereAreMany() {
        assertThat(inputs()).hasSizeGreaterThan(500);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void same(Input input) throws IOException {
        Files.writeString(folder.resolve("f1"), "one\nlen(two)__line__`\n'three\n");
        List<String> ours = new ArrayList<>(List.of("--allow-programs"));
        ours.addAll(input.options());
        M4Run expected = M4Run.real(folder, input.options(), input.text());
        assertThat(M4Run.ours(folder, Map.of(), ours, input.text())).isEqualTo(expected);
    }
}
