package org.postern.deliver;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// What stands at the top of every report: option ErrorHeader, a text or the absolute path of a file with one
/// (sendmail op guide §5.6). A file is read once; one that cannot be read or is not safe says nothing. Macros
/// are expanded in a text only.
final class ErrorHeader {
    private static final int MOST_LINES = 200;

    private final List<String> lines;

    private ErrorHeader(List<String> lines) {
        this.lines = lines;
    }

    /// @param option the value of the option
    /// @param files reads a file that may be used
    static ErrorHeader of(String option, Function<Path, Optional<String>> files) {
        if (option.isBlank()) {
            return new ErrorHeader(List.of());
        }
        if (!option.startsWith("/")) {
            return new ErrorHeader(List.of(option));
        }
        try {
            String text = files.apply(Path.of(option)).orElse("");
            return new ErrorHeader(text.lines().limit(MOST_LINES).toList());
        } catch (InvalidPathException _) {
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
