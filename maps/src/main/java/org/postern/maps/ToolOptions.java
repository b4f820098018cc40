package org.postern.maps;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Splits the arguments of a map command as C's getopt does: letters after `-` may stand together, an argument is the
/// rest of its word or the next word, `--` ends the options, and options may follow other words.
public final class ToolOptions {
    /// One option.
    ///
    /// @param argument empty for letters that take none
    public record Option(char letter, String argument) {}

    private final List<Option> options = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private String complaint = "";

    private ToolOptions() {}

    /// Splits arguments; at the first mistake the rest is left and [#complaint] says what is wrong.
    ///
    /// @param letters all letters, those with an argument followed by `:`
    public static ToolOptions parse(List<String> arguments, String letters) {
        ToolOptions result = new ToolOptions();
        for (int i = 0; i < arguments.size() && result.complaint.isEmpty(); i++) {
            String word = arguments.get(i);
            if (word.equals("--")) {
                result.words.addAll(arguments.subList(i + 1, arguments.size()));
                break;
            }
            if (word.length() < 2 || !word.startsWith("-")) {
                result.words.add(word);
            } else if (result.letters(word, i + 1 < arguments.size() ? arguments.get(i + 1) : null, letters)) {
                i++;
            }
        }
        return result;
    }

    /// @return true when the next word was used
    private boolean letters(String word, @Nullable String next, String letters) {
        for (int i = 1; i < word.length(); i++) {
            char letter = word.charAt(i);
            int place = letter == ':' ? -1 : letters.indexOf(letter);
            if (place < 0) {
                complaint = "invalid option -- '" + letter + "'";
                return false;
            }
            boolean takesArgument = place + 1 < letters.length() && letters.charAt(place + 1) == ':';
            if (!takesArgument) {
                options.add(new Option(letter, ""));
            } else if (i + 1 < word.length()) {
                options.add(new Option(letter, word.substring(i + 1)));
                return false;
            } else if (next != null) {
                options.add(new Option(letter, next));
                return true;
            } else {
                complaint = "option requires an argument -- '" + letter + "'";
                return false;
            }
        }
        return false;
    }

    public List<Option> options() {
        return options;
    }

    /// What is no option.
    public List<String> words() {
        return words;
    }

    /// getopt's message, empty when all is well.
    public String complaint() {
        return complaint;
    }
}
