package org.postern.programs.sendmail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The grammar of getopt(3) as sendmail uses it: letters may be joined, a value is glued or the next word, `--`
/// ends the flags, and the first word that is no flag ends them too.
///
/// `-d`, `-q` and `-Q` take a value only when it is glued (`-q30m`, never `-q 30m`).
final class Getopt {
    private static final String VALUE = "ABCDFLMNORVXbefhopr";
    private static final String GLUED_VALUE = "dqQ";
    private static final String PLAIN = "GcIimnstvUxT";

    private Getopt() {}

    /// One flag.
    ///
    /// @param letter the letter after `-`
    /// @param value its value; empty for a flag that has none
    record Flag(char letter, String value) {}

    /// The outcome.
    ///
    /// @param flags in order
    /// @param operands what followed the flags
    /// @param error the message of getopt without the program's name, when the line is wrong
    record Result(List<Flag> flags, List<String> operands, Optional<String> error) {
        Result {
            flags = List.copyOf(flags);
            operands = List.copyOf(operands);
        }
    }

    static Result parse(List<String> words) {
        List<Flag> flags = new ArrayList<>();
        int index = 0;
        while (index < words.size()) {
            String word = words.get(index);
            if (word.equals("--")) {
                index++;
                break;
            }
            if (word.length() < 2 || word.charAt(0) != '-') {
                break;
            }
            index++;
            int at = 1;
            while (at < word.length()) {
                char letter = word.charAt(at++);
                String rest = word.substring(at);
                if (PLAIN.indexOf(letter) >= 0) {
                    flags.add(new Flag(letter, ""));
                    continue;
                }
                boolean glued = GLUED_VALUE.indexOf(letter) >= 0;
                if (!glued && VALUE.indexOf(letter) < 0) {
                    return new Result(flags, List.of(), Optional.of("illegal option -- " + letter));
                }
                if (glued || !rest.isEmpty()) {
                    flags.add(new Flag(letter, rest));
                } else if (index < words.size()) {
                    flags.add(new Flag(letter, words.get(index++)));
                } else {
                    return new Result(flags, List.of(), Optional.of("option requires an argument -- " + letter));
                }
                break;
            }
        }
        return new Result(flags, words.subList(index, words.size()), Optional.empty());
    }
}
