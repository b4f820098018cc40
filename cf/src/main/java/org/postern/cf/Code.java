package org.postern.cf;

import java.util.Optional;

/// The `$` operators of rules and templates in internal form: single characters above every byte, so that no input can
/// contain one (sendmail op guide §5.1).
///
/// Operators that need a name (`$=`, `$~`, `$&`, `$?` and plain `$x`) are followed by it: one character, or a longer
/// name in braces.
final class Code {
    static final char BASE = '\uE000';

    /// `$*`
    static final char ANY_OR_NONE = '\uE000';
    /// `$+`
    static final char ANY = '\uE001';
    /// `$-`
    static final char ONE = '\uE002';
    /// `$=`
    static final char IN_CLASS = '\uE003';
    /// `$~`
    static final char NOT_IN_CLASS = '\uE004';
    /// `$#`
    static final char MAILER = '\uE005';
    /// `$@`
    static final char HOST = '\uE006';
    /// `$:`
    static final char USER = '\uE007';
    /// `$>`
    static final char CALL = '\uE008';
    /// `$?`
    static final char IF = '\uE009';
    /// `$|`
    static final char ELSE = '\uE00A';
    /// `$.`
    static final char FI = '\uE00B';
    /// `$[`
    static final char HOST_LOOKUP = '\uE00C';
    /// `$]`
    static final char HOST_LOOKUP_END = '\uE00D';
    /// `$(`
    static final char LOOKUP = '\uE00E';
    /// `$)`
    static final char LOOKUP_END = '\uE00F';
    /// `$&`
    static final char MACRO_LATE = '\uE010';
    /// `$` and a name
    static final char MACRO = '\uE011';
    /// `$0`; the others follow.
    static final char REPLACE_0 = '\uE020';
    /// `$9`
    static final char REPLACE_9 = '\uE029';

    /// The byte that takes the meaning of the next one.
    static final char META_QUOTE = '\u00ff';

    private static final String LETTERS = "*+-=~#@:>?|.[]()&";

    private Code() {}

    static boolean isCode(char c) {
        return c >= BASE && c <= REPLACE_9;
    }

    static boolean isReplacement(char c) {
        return c >= REPLACE_0 && c <= REPLACE_9;
    }

    /// True when a name follows.
    static boolean hasName(char c) {
        return c == IN_CLASS || c == NOT_IN_CLASS || c == IF || c == MACRO_LATE || c == MACRO;
    }

    /// The operator that `$` and this character make.
    static Optional<Character> ofLetter(char c) {
        int index = LETTERS.indexOf(c);
        if (index >= 0) {
            return Optional.of((char) (BASE + index));
        }
        return c >= '0' && c <= '9' ? Optional.of((char) (REPLACE_0 + c - '0')) : Optional.empty();
    }

    /// How the operator is written, without a name that follows.
    static String written(char c) {
        if (isReplacement(c)) {
            return "$" + (char) ('0' + c - REPLACE_0);
        }
        return c == MACRO ? "$" : "$" + LETTERS.charAt(c - BASE);
    }

    /// The position behind the name that starts at `from`.
    static int nameEnd(String text, int from) {
        if (from >= text.length()) {
            return from;
        }
        if (text.charAt(from) != '{') {
            return from + 1;
        }
        int close = text.indexOf('}', from);
        return close < 0 ? text.length() : close + 1;
    }

    /// The name without braces.
    static String bare(String name) {
        return name.length() > 1 && name.charAt(0) == '{' && name.endsWith("}")
                ? name.substring(1, name.length() - 1)
                : name;
    }

    /// The name as internal text has it.
    static String braced(String name) {
        return name.length() == 1 ? name : "{" + name + "}";
    }
}
