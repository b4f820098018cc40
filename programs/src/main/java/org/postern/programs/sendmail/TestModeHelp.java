package org.postern.programs.sendmail;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.maps.MapFileCheck;
import org.postern.maps.SafeMapFiles;

/// The answer to `?` in address test mode: the topic `-bt` of the file of option HelpFile.
final class TestModeHelp {
    private static final String TOPIC = "-bt\t";
    private static final int MAX_BYTES = 1 << 18;

    private TestModeHelp() {}

    /// The text with its line ends; empty when there is no file, or nothing about the test mode in it.
    ///
    /// @param checks which files are safe
    static Optional<String> of(Path file, SafeMapFiles checks) {
        String text = checks.text(file, MapFileCheck.Purpose.HELP, MAX_BYTES)
                .orElse("")
                .lines()
                .filter(line -> line.startsWith(TOPIC))
                .map(line -> line.substring(TOPIC.length()).replace("$$", "$") + "\n")
                .collect(Collectors.joining());
        return text.isEmpty() ? Optional.empty() : Optional.of(text + "End of HELP info\n");
    }
}
