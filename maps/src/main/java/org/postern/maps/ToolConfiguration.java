package org.postern.maps;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;

/// The few lines of a sendmail.cf that the map commands need; everything else in it is passed over.
///
/// @param trustedUser the option TrustedUser, the owner of new maps
/// @param aliasFiles the values of the option AliasFile, in order
/// @param maps the K lines: name, class, arguments
record ToolConfiguration(Optional<String> trustedUser, List<String> aliasFiles, List<List<String>> maps) {
    private static final int LINE = 64 * 1024;

    /// Reads a configuration file.
    ///
    /// @throws NoSuchFileException when there is none
    static ToolConfiguration read(Path file) throws IOException {
        Optional<String> trustedUser = Optional.empty();
        List<String> aliasFiles = new ArrayList<>();
        List<List<String>> maps = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            TextLines lines = new TextLines(in, LINE);
            while (lines.next()) {
                String line = lines.line();
                if (line.startsWith("O ")) {
                    String name = optionName(line);
                    String value = line.substring(Math.min(line.length(), line.indexOf('=') + 1))
                            .strip();
                    if (Ascii.sameIgnoringCase(name, "TrustedUser")) {
                        trustedUser = Optional.of(value);
                    } else if (Ascii.sameIgnoringCase(name, "AliasFile")) {
                        aliasFiles.add(value);
                    }
                } else if (line.startsWith("K")) {
                    MapArguments words = new MapArguments(line.substring(1));
                    maps.add(List.of(words.nextWord(), words.nextWord(), words.rest()));
                } else if (line.startsWith("OA")) {
                    aliasFiles.add(line.substring(2).strip());
                }
            }
        }
        return new ToolConfiguration(trustedUser, List.copyOf(aliasFiles), List.copyOf(maps));
    }

    private static String optionName(String line) {
        int equals = line.indexOf('=');
        return equals < 0 ? "" : line.substring(2, equals).strip();
    }

    /// The system's text for why a file cannot be opened.
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "Permission denied";
        }
        if (e instanceof java.nio.file.FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
