package org.postern.programs.terminal;

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

    /// A text that somebody else chose, for a terminal: control characters become visible.
    ///
    /// @param most the longest text
    public static String visible(String text, int most) {
        return org.postern.base.PeerText.escape(text, most);
    }
}
