package org.postern.maps;

import java.util.Optional;

/// The flags that all map classes share, as parsed by [MapFlagsParser] (sendmail op guide §5.9).
///
/// @param optional `-o`: a map that cannot be opened looks empty
/// @param tryWithoutNull look keys up without a trailing NUL byte; false with `-N`
/// @param tryWithNull look keys up with a trailing NUL byte; false with `-O`
/// @param keepCase `-f`: keys are not folded to lower case
/// @param matchOnly `-m`: the result is the key
/// @param appendDuplicates `-A`
/// @param keepQuotes `-q`
/// @param heldBack `-D`: not asked in deferred delivery mode
/// @param noDefer `-t`: a temporary failure is no failure of the rule set
/// @param append `-a`: text after every result
/// @param failureSuffix `-T`: text after the key that is the result of a failed look-up
/// @param keyColumn `-k`
/// @param valueColumn `-v`
/// @param columnDelimiter `-z`; empty: white space
/// @param separator `-S`: what joins the words of a key
/// @param timeoutSeconds `-d`; 0 when not given
/// @param file the first word after the flags; empty when there is none
/// @param rest what follows the file
public record MapFlags(
        boolean optional,
        boolean tryWithoutNull,
        boolean tryWithNull,
        boolean keepCase,
        boolean matchOnly,
        boolean appendDuplicates,
        boolean keepQuotes,
        boolean heldBack,
        boolean noDefer,
        Optional<String> append,
        Optional<String> failureSuffix,
        Optional<String> keyColumn,
        Optional<String> valueColumn,
        Optional<Character> columnDelimiter,
        Optional<Character> separator,
        long timeoutSeconds,
        String file,
        String rest) {
    /// No flags and no file.
    public static final MapFlags NONE = new Builder().build();

    /// Collects flags; package-private on purpose.
    static final class Builder {
        boolean optional;
        boolean tryWithoutNull = true;
        boolean tryWithNull = true;
        boolean keepCase;
        boolean matchOnly;
        boolean appendDuplicates;
        boolean keepQuotes;
        boolean heldBack;
        boolean noDefer;
        Optional<String> append = Optional.empty();
        Optional<String> failureSuffix = Optional.empty();
        Optional<String> keyColumn = Optional.empty();
        Optional<String> valueColumn = Optional.empty();
        Optional<Character> columnDelimiter = Optional.empty();
        Optional<Character> separator = Optional.empty();
        long timeoutSeconds;
        String file = "";
        String rest = "";

        /// Sets the flag of a letter that has no value; the same for all classes.
        ///
        /// @return false when there is no such letter
        boolean set(char letter) {
            switch (letter) {
                case 'A' -> appendDuplicates = true;
                case 'D' -> heldBack = true;
                case 'f' -> keepCase = true;
                case 'm' -> matchOnly = true;
                case 'N' -> tryWithoutNull = false;
                case 'O' -> tryWithNull = false;
                case 'o' -> optional = true;
                case 'q' -> keepQuotes = true;
                case 't' -> noDefer = true;
                default -> {
                    return false;
                }
            }
            return true;
        }

        MapFlags build() {
            return new MapFlags(
                    optional,
                    tryWithoutNull,
                    tryWithNull,
                    keepCase,
                    matchOnly,
                    appendDuplicates,
                    keepQuotes,
                    heldBack,
                    noDefer,
                    append,
                    failureSuffix,
                    keyColumn,
                    valueColumn,
                    columnDelimiter,
                    separator,
                    timeoutSeconds,
                    file,
                    rest);
        }
    }
}
