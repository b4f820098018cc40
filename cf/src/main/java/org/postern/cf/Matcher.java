package org.postern.cf;

import java.util.function.BiConsumer;
import org.postern.base.Ascii;

/// The left side of one rule, ready to be matched, and the algorithm that does it (sendmail op guide §5.1).
///
/// Operators take as few tokens as possible, from left to right; on a mismatch the nearest earlier operator that can
/// grow takes one more (`$*`, `$+`) or the next longer phrase that is in its class (`$=`). `$-` and `$~` cannot grow,
/// and `$&x` is not gone back to. The first complete match found this way wins.
final class Matcher {
    /// What the wildcards of one rule matched: `$1` is from `first[0]` up to, not including, `end[0]`.
    static final class Bindings {
        private final int[] first = new int[16];
        private final int[] end = new int[16];
        private final int[] element = new int[16];
        private int count;

        int count() {
            return count;
        }

        int first(int index) {
            return first[index];
        }

        int end(int index) {
            return end[index];
        }
    }

    private static final Token[] NO_TOKENS = new Token[0];

    private final char[] codes;
    private final Token[] tokens;
    private final CfClass[] classes;
    private final char blankSubstitute;

    Matcher(Tokens left, Configuration configuration) {
        int size = left.size();
        this.codes = new char[size];
        this.tokens = size == 0 ? NO_TOKENS : new Token[size];
        this.classes = new CfClass[size];
        this.blankSubstitute = Ascii.lower(configuration.rules().blankSubstitute());
        CfClass none = CfClass.of(java.util.List.of());
        for (int i = 0; i < size; i++) {
            Token token = left.get(i);
            tokens[i] = token;
            char code = token.code();
            boolean operator = code <= Code.NOT_IN_CLASS || code == Code.HOST || code == Code.MACRO_LATE;
            codes[i] = operator ? code : 0;
            boolean ofClass = code == Code.IN_CLASS || code == Code.NOT_IN_CLASS;
            classes[i] = ofClass ? configuration.classOf(token.name()) : none;
        }
    }

    /// Tries to match the whole workspace.
    ///
    /// @param bindings gets what the wildcards matched; its content is void after a failure
    boolean matches(Token[] workspace, int size, MacroScope macros, Bindings bindings) {
        int at = 0;
        int pattern = 0;
        bindings.count = 0;
        while (at < size || pattern < codes.length) {
            int next = pattern < codes.length ? step(workspace, size, at, pattern, macros, bindings) : -1;
            if (next >= 0) {
                at = next;
                pattern++;
            } else if (grow(workspace, size, bindings)) {
                int last = bindings.count - 1;
                at = bindings.end[last];
                pattern = bindings.element[last] + 1;
            } else {
                return false;
            }
        }
        return true;
    }

    /// Matches one element at `at`; the position behind it, or -1.
    private int step(Token[] workspace, int size, int at, int pattern, MacroScope macros, Bindings bindings) {
        char code = codes[pattern];
        if (at >= size && code != Code.ANY_OR_NONE && code != Code.HOST) {
            return -1;
        }
        return switch (code) {
            case Code.ANY_OR_NONE -> bind(bindings, pattern, at, at);
            case Code.ANY, Code.ONE -> bind(bindings, pattern, at, at + 1);
            case Code.NOT_IN_CLASS ->
                classes[pattern].containsFolded(workspace[at].folded()) ? -1 : bind(bindings, pattern, at, at + 1);
            case Code.IN_CLASS -> {
                int end = phrase(workspace, size, at, at + 1, classes[pattern]);
                yield end < 0 ? -1 : bind(bindings, pattern, at, end);
            }
            case Code.HOST -> at;
            case Code.MACRO_LATE ->
                late(workspace, size, at, macros.macro(tokens[pattern].name()).orElse(""));
            default -> tokens[pattern].same(workspace[at]) ? at + 1 : -1;
        };
    }

    /// Tells what the operators `$=x` took in the match just made: class and words.
    void members(Token[] workspace, Bindings bindings, BiConsumer<String, String> listener) {
        for (int i = 0; i < bindings.count; i++) {
            int element = bindings.element[i];
            if (codes[element] == Code.IN_CLASS) {
                StringBuilder text = new StringBuilder();
                for (int at = bindings.first[i]; at < bindings.end[i]; at++) {
                    text.append(workspace[at].text());
                }
                listener.accept(tokens[element].name(), text.toString());
            }
        }
    }

    private static int bind(Bindings bindings, int pattern, int first, int end) {
        int index = bindings.count;
        if (index >= bindings.first.length) {
            return -1;
        }
        bindings.count = index + 1;
        bindings.element[index] = pattern;
        bindings.first[index] = first;
        bindings.end[index] = end;
        return end;
    }

    /// Lets the last wildcard that can grow take more; those behind it are forgotten.
    private boolean grow(Token[] workspace, int size, Bindings bindings) {
        for (int i = bindings.count - 1; i >= 0; i--) {
            int end = bindings.end[i];
            if (end >= size) {
                continue;
            }
            char code = codes[bindings.element[i]];
            if (code == Code.IN_CLASS) {
                end = phrase(workspace, size, bindings.first[i], end + 1, classes[bindings.element[i]]);
            } else {
                boolean grows = code == Code.ANY || code == Code.ANY_OR_NONE;
                end = grows ? nextEnd(workspace, size, end + 1, bindings.element[i] + 1) : -1;
            }
            if (end >= 0) {
                bindings.end[i] = end;
                bindings.count = i + 1;
                return true;
            }
        }
        return false;
    }

    /// Where `$*` or `$+` may end next, from `end` on: at once at the end of the workspace when nothing follows in the
    /// pattern, else before the next token that is what follows; -1 when there is none.
    private int nextEnd(Token[] workspace, int size, int end, int following) {
        if (following == codes.length) {
            return size;
        }
        if (codes[following] != 0) {
            return end;
        }
        Token wanted = tokens[following];
        for (int at = end; at < size; at++) {
            if (wanted.same(workspace[at])) {
                return at;
            }
        }
        return -1;
    }

    /// The shortest phrase from `first` that ends at `end` or later and is in the class; its end, or -1.
    private int phrase(Token[] workspace, int size, int first, int end, CfClass members) {
        String begin = workspace[first].folded();
        if (!members.mayBegin(begin)) {
            return -1;
        }
        if (end == first + 1) {
            if (members.containsFolded(begin)) {
                return end;
            }
            if (begin.length() >= members.longest()) {
                return -1;
            }
        }
        StringBuilder text = new StringBuilder(32);
        boolean afterAtom = false;
        for (int at = first; at < size; at++) {
            boolean atom = workspace[at].kind() == Token.Kind.ATOM;
            if (afterAtom && atom && blankSubstitute != 0) {
                text.append(blankSubstitute);
            }
            text.append(workspace[at].folded());
            afterAtom = atom;
            if (text.length() > members.longest()) {
                return -1;
            }
            boolean longEnough = at + 1 >= end && at > first;
            if (longEnough && members.mayHaveLength(text.length()) && members.containsFolded(text.toString())) {
                return at + 1;
            }
        }
        return -1;
    }

    /// Compares the value of a macro with the tokens, one after the other.
    private static int late(Token[] workspace, int size, int start, String value) {
        int at = start;
        int from = 0;
        while (from < value.length()) {
            if (at >= size || !prefix(value, from, workspace[at].text())) {
                return -1;
            }
            from += workspace[at].text().length();
            at++;
        }
        return at;
    }

    private static boolean prefix(String value, int from, String token) {
        if (value.length() - from < token.length()) {
            return false;
        }
        for (int i = 0; i < token.length(); i++) {
            if (Ascii.lower(value.charAt(from + i)) != Ascii.lower(token.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
