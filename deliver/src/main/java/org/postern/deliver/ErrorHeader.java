package org.postern.deliver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/// What stands at the top of every report: option ErrorHeader, a text or the absolute path of a file with one
/// (sendmail op guide §5.6). A file is read once; one that cannot be read says nothing. Macros
/// are expanded in a text only.
final class ErrorHeader {
    private static final int MOST_LINES = 200;
    private static final long MOST_BYTES = 1 << 16;

    private final List<String> lines;

    private ErrorHeader(List<String> lines) {
        this.lines = lines;
    }

    /// @param option the value of the option
    static ErrorHeader of(String option) {
        if (option.isBlank()) {
            return new ErrorHeader(List.of());
        }
        if (!option.startsWith("/")) {
            return new ErrorHeader(List.of(option));
        }
        try {
            Path file = Path.of(option);
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
                return new ErrorHeader(List.of());
            }
            return new ErrorHeader(Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                    .limit(MOST_LINES)
                    .toList());
        } catch (IOException | InvalidPathException _) {
            return new ErrorHeader(List.of());
        }
    }

    /// The lines of one report.
    ///
    /// @param expand expands macros
    List<String> lines(UnaryOperator<String> expand) {
        return lines.stream().map(expand).map(TranscriptLines::safe).toList();
    }
}
