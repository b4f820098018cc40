package org.postern.cf;

import java.util.Arrays;
import java.util.List;
import org.postern.base.Ascii;

/// The debug levels that `-d` sets (sendmail op guide §4.7): one for each category from 0 to 99, 0 for silence.
///
/// Immutable, and so safe from everywhere. Only what explains addresses, options and the start is printed at any
/// level; see `docs/compatibility.md`.
public final class DebugLevels {
    /// Nothing is told.
    public static final DebugLevels NONE = new DebugLevels(new int[DebugLevels.CATEGORIES]);

    /// What the categories mean that Postern prints.
    ///
    /// The start: version, names of this host, mailers.
    public static final int START = 0;
    /// The name service.
    public static final int NAME_SERVICE = 8;
    /// From addresses to mailers.
    public static final int PARSING = 20;
    /// Rule sets.
    public static final int REWRITING = 21;
    /// From texts to tokens.
    public static final int SCANNING = 22;
    /// Aliases.
    public static final int ALIASES = 27;
    /// Macros.
    public static final int MACROS = 35;
    /// Options.
    public static final int OPTIONS = 37;
    /// Look-ups in maps.
    public static final int MAPS = 60;

    private static final int CATEGORIES = 100;
    private static final String EVERYTHING = "0-99.1";

    private final int[] levels;

    private DebugLevels(int[] levels) {
        this.levels = levels;
    }

    /// Reads arguments of `-d`: `21.12`, `21-24.5`, several separated by commas; no level means 1, an empty argument
    /// level 1 of everything. What makes no sense is passed over in silence, as are named categories.
    public static DebugLevels of(List<String> arguments) {
        DebugLevels all = NONE;
        for (String argument : arguments) {
            all = all.with(argument);
        }
        return all;
    }

    /// These levels with those of one more argument.
    public DebugLevels with(String argument) {
        int[] changed = levels.clone();
        for (String part : (argument.isEmpty() ? EVERYTHING : argument).split(",", -1)) {
            set(changed, part.stripLeading());
        }
        return new DebugLevels(changed);
    }

    private static void set(int[] levels, String part) {
        if (part.isEmpty() || !Ascii.isDigit(part.charAt(0))) {
            return;
        }
        int end = digits(part, 0);
        int first = number(part, 0, end);
        int last = first;
        if (end < part.length() && part.charAt(end) == '-') {
            int start = end + 1;
            end = digits(part, start);
            last = number(part, start, end);
        }
        int level = 1;
        if (end < part.length() && part.charAt(end) == '.') {
            level = number(part, end + 1, digits(part, end + 1));
        }
        if (first < CATEGORIES && last >= first) {
            Arrays.fill(levels, first, Math.min(last, CATEGORIES - 1) + 1, level);
        }
    }

    private static int digits(String text, int from) {
        int end = from;
        while (end < text.length() && Ascii.isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int number(String text, int from, int end) {
        return (int) OptionValues.leadingNumber(text.substring(from, end), 10);
    }

    /// True when the category is set to this level or a higher one.
    public boolean at(int category, int level) {
        return levels[category] >= level;
    }
}
