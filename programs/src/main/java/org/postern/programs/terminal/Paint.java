package org.postern.programs.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postern.os.Terminal;

/// Colours, which only terminals get (ECMA-48 SGR); the environment variable NO_COLOR switches them off.
public enum Paint {
    /// No colours.
    PLAIN,
    /// Colours.
    COLOURED;

    private static final String END = "\u001b[0m";

    /// What standard output can show.
    public static Paint ofOutput(Map<String, String> environment) {
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        return wanted && Terminal.isTerminal(1) ? COLOURED : PLAIN;
    }

    /// Titles.
    public String strong(String text) {
        return in("1", text);
    }

    /// What matters less.
    public String faint(String text) {
        return in("2", text);
    }

    /// What went well.
    public String good(String text) {
        return in("32", text);
    }

    /// What needs attention.
    public String warning(String text) {
        return in("33", text);
    }

    /// What is wrong.
    public String bad(String text) {
        return in("31", text);
    }

    private String in(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + END;
    }

    /// A number with its noun: `1 message`, `2 messages`.
    ///
    /// @param noun one whose plural has an s
    public static String counted(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /// A time in its two largest units, without blanks: `45s`, `12m`, `3h20m`, `2d5h`.
    public static String age(long seconds) {
        return seconds < 60
                ? seconds + "s"
                : seconds < 3600
                        ? seconds / 60 + "m"
                        : seconds < 86_400
                                ? seconds / 3600 + "h" + seconds % 3600 / 60 + "m"
                                : seconds / 86_400 + "d" + seconds % 86_400 / 3600 + "h";
    }

    /// A text in lines that break at blanks; a longer word has a line of its own.
    ///
    /// @param width the most characters of a line
    public static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" +", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /// A text that somebody else chose, for a terminal: control characters become visible.
    ///
    /// @param most the longest text
    public static String visible(String text, int most) {
        return org.postern.base.PeerText.escape(text, most);
    }
}
