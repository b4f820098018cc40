package org.postern.programs.sendmail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/// The answer to `?` in address test mode: the topic `-bt` of the file of option HelpFile.
final class TestModeHelp {
    private static final String TOPIC = "-bt\t";
    private static final long MAX_BYTES = 1 << 18;

    private TestModeHelp() {}

    /// The text with its line ends; empty when there is no file, or nothing about the test mode in it.
    static Optional<String> of(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
                return Optional.empty();
            }
            String text = Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.startsWith(TOPIC))
                    .map(line -> line.substring(TOPIC.length()).replace("$$", "$") + "\n")
                    .collect(Collectors.joining());
            return text.isEmpty() ? Optional.empty() : Optional.of(text + "End of HELP info\n");
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
