package org.postern.m4;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.base.Ascii;
import org.postern.m4.RegexNode.Anchor;

/// Reads a regular expression into a tree. What is an operator where follows GNU's library with its Emacs syntax.
final class RegexParser {
    private static final int DEEPEST = 200;

    /// The result.
    sealed interface Outcome {}

    /// The tree, and how many groups it has.
    record Parsed(RegexNode node, int groups) implements Outcome {}

    /// Not a regular expression.
    record Failed(String reason) implements Outcome {}

    private final String text;
    private final boolean[] complete = new boolean[10];
    private int at;
    private int groups;
    private int depth;
    private @Nullable String wrong;

    RegexParser(String text) {
        this.text = text;
    }

    Outcome parse() {
        RegexNode node = choice();
        if (wrong == null && at < text.length()) {
            wrong = "Unmatched ) or \\)";
        }
        return wrong == null ? new Parsed(node, groups) : new Failed(wrong);
    }

    private RegexNode fail(String reason) {
        if (wrong == null) {
            wrong = reason;
        }
        at = text.length();
        return new RegexNode.Empty();
    }

    private boolean looking(String what) {
        return text.startsWith(what, at);
    }

    private RegexNode choice() {
        List<RegexNode> branches = new ArrayList<>();
        branches.add(sequence());
        while (looking("\\|")) {
            at += 2;
            branches.add(sequence());
        }
        return branches.size() == 1 ? branches.getFirst() : new RegexNode.Choice(branches);
    }

    private RegexNode sequence() {
        List<RegexNode> parts = new ArrayList<>();
        while (at < text.length() && !looking("\\|") && !looking("\\)")) {
            // ^ is an anchor only where a branch begins; behind an anchor operators of repetition are themselves
            boolean anchored = parts.isEmpty() && text.charAt(at) == '^';
            RegexNode part = anchored ? anchor(Anchor.LINE_START, 1) : atom();
            parts.add(part instanceof RegexNode.At ? part : repetitions(part));
        }
        return parts.size() == 1 ? parts.getFirst() : new RegexNode.Sequence(parts);
    }

    private RegexNode anchor(Anchor anchor, int length) {
        at += length;
        return new RegexNode.At(anchor);
    }

    /// Several operators behind each other are one: `a*+` is `a*`.
    private RegexNode repetitions(RegexNode body) {
        int first = at;
        int least = 1;
        boolean many = false;
        while (at < text.length() && "*+?".indexOf(text.charAt(at)) >= 0) {
            char operator = text.charAt(at++);
            least = operator == '+' ? least : 0;
            many |= operator != '?';
        }
        return at == first ? body : new RegexNode.Repeat(body, least, many);
    }

    private RegexNode atom() {
        char c = text.charAt(at);
        return switch (c) {
            case '\\' -> escaped();
            case '[' -> {
                at++;
                yield bracket();
            }
            case '.' -> {
                at++;
                yield new RegexNode.OneOf(ByteSet.NONE.with('\n').not());
            }
            case '$' -> {
                at++;
                boolean last = at == text.length() || looking("\\|") || looking("\\)");
                yield last ? new RegexNode.At(Anchor.LINE_END) : itself('$');
            }
            default -> {
                at++;
                yield itself(c);
            }
        };
    }

    private static RegexNode itself(char c) {
        return new RegexNode.OneOf(ByteSet.NONE.with(c));
    }

    private RegexNode escaped() {
        if (at + 1 == text.length()) {
            return fail("Trailing backslash");
        }
        char c = text.charAt(at + 1);
        if (c == '(') {
            at += 2;
            return group();
        }
        if (c >= '1' && c <= '9') {
            at += 2;
            return complete[c - '0'] ? new RegexNode.Again(c - '0') : fail("Invalid back reference");
        }
        return switch (c) {
            case '`' -> anchor(Anchor.TEXT_START, 2);
            case '\'' -> anchor(Anchor.TEXT_END, 2);
            case '<' -> anchor(Anchor.WORD_START, 2);
            case '>' -> anchor(Anchor.WORD_END, 2);
            case 'b' -> anchor(Anchor.WORD_EDGE, 2);
            case 'B' -> anchor(Anchor.NO_WORD_EDGE, 2);
            default -> {
                at += 2;
                yield switch (c) {
                    case 'w' -> new RegexNode.OneOf(word());
                    case 'W' -> new RegexNode.OneOf(word().not());
                    case 's' -> new RegexNode.OneOf(space());
                    case 'S' -> new RegexNode.OneOf(space().not());
                    default -> itself(c);
                };
            }
        };
    }

    private static ByteSet word() {
        return ByteSet.NONE
                .withRange('a', 'z')
                .withRange('A', 'Z')
                .withRange('0', '9')
                .with('_');
    }

    /// Does the character belong to a word?
    static boolean inWord(int c) {
        return c >= 0 && (Ascii.isLetter((char) c) || Ascii.isDigit((char) c) || c == '_');
    }

    private static ByteSet space() {
        return ByteSet.NONE.withRange('\t', '\r').with(' ');
    }

    private RegexNode group() {
        groups++;
        depth++;
        if (depth > DEEPEST) {
            return fail("Regular expression too big");
        }
        int number = groups;
        RegexNode body = choice();
        if (!looking("\\)")) {
            return fail("Unmatched ( or \\(");
        }
        at += 2;
        depth--;
        if (number < complete.length) {
            complete[number] = true;
        }
        return new RegexNode.Group(number, body);
    }

    /// The rest of a `[...]`.
    private RegexNode bracket() {
        boolean negated = looking("^");
        if (negated) {
            at++;
        }
        if (at == text.length()) {
            return fail("Invalid regular expression");
        }
        ByteSet set = ByteSet.NONE;
        boolean first = true;
        while (wrong == null) {
            if (at == text.length()) {
                return fail("Unmatched [, [^, [:, [., or [=");
            }
            if (text.charAt(at) == ']' && !first) {
                at++;
                return new RegexNode.OneOf(negated ? set.not() : set);
            }
            set = element(set, first);
            first = false;
        }
        return new RegexNode.Empty();
    }

    private ByteSet element(ByteSet set, boolean first) {
        if (text.charAt(at) == '-' && !first && at + 1 < text.length() && text.charAt(at + 1) != ']') {
            fail("Invalid range end");
            return set;
        }
        int from = bracketCharacter();
        boolean range = at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']';
        if (from < 0 || !range) {
            return from < 0 ? set : set.with(from);
        }
        at++;
        int to = bracketCharacter();
        return to < 0 ? set : set.withRange(from, to);
    }

    /// One character of a bracket expression, also as `[.c.]` or `[=c=]`; -1 when it is wrong.
    private int bracketCharacter() {
        char c = text.charAt(at++);
        boolean named = c == '[' && at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == '=');
        if (!named) {
            return c;
        }
        String end = text.charAt(at) + "]";
        int close = text.indexOf(end, at + 1);
        if (close < 0) {
            fail("Unmatched [, [^, [:, [., or [=");
            return -1;
        }
        if (close != at + 2) {
            fail("Invalid collation character");
            return -1;
        }
        char named1 = text.charAt(at + 1);
        at = close + 2;
        return named1;
    }
}
