package org.postern.cf;

import java.util.function.Consumer;

/// Replaces `$x` by its value and decides `$?x ... $| ... $.` (sendmail op guide §5.2). Other operators stay.
final class MacroExpander {
    /// How often values may bring in further macros.
    static final int MAX_DEPTH = 10;

    private final MacroScope macros;
    private final int maxLength;
    private final StringBuilder out = new StringBuilder();
    private boolean again;
    private int nesting;
    private int skippedNesting;
    private boolean skipping;

    private MacroExpander(MacroScope macros, int maxLength) {
        this.macros = macros;
        this.maxLength = maxLength;
    }

    /// Expands a text.
    ///
    /// @param maxLength what is longer is cut
    /// @param problem gets sendmail's message when values never end
    static String expand(String text, MacroScope macros, int maxLength, Consumer<String> problem) {
        String result = text;
        for (int depth = 0; needsWork(result); depth++) {
            if (depth > MAX_DEPTH) {
                problem.accept("expand: recursion too deep (" + MAX_DEPTH + " max)");
                return result;
            }
            MacroExpander pass = new MacroExpander(macros, maxLength);
            result = pass.run(result);
            if (!pass.again) {
                break;
            }
        }
        return result;
    }

    private static boolean needsWork(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == Code.MACRO || c == Code.IF || c == Code.ELSE || c == Code.FI) {
                return true;
            }
        }
        return false;
    }

    private String run(String text) {
        int i = 0;
        while (i < text.length() && out.length() < maxLength) {
            char c = text.charAt(i++);
            int nameEnd = Code.hasName(c) ? Code.nameEnd(text, i) : i;
            String name = text.substring(i, nameEnd);
            if (c == Code.IF) {
                open(Code.bare(name));
            } else if (c == Code.ELSE && nesting > 0) {
                if (skippedNesting == 0) {
                    skipping = !skipping;
                }
            } else if (c == Code.FI && nesting > 0) {
                close();
            } else if (!skipping) {
                copy(c, name);
            }
            i = nameEnd;
        }
        if (out.length() > maxLength) {
            out.setLength(maxLength);
        }
        return out.toString();
    }

    private void open(String name) {
        nesting++;
        if (skipping) {
            skippedNesting++;
        } else {
            skipping = macros.macro(name).map(String::isEmpty).orElse(true);
        }
    }

    private void close() {
        nesting--;
        if (skippedNesting == 0) {
            skipping = false;
        } else {
            skippedNesting--;
        }
    }

    private void copy(char c, String name) {
        if (c != Code.MACRO) {
            out.append(c).append(name);
            return;
        }
        String value = macros.macro(Code.bare(name)).orElse("");
        out.append(value);
        again |= needsWork(value);
    }
}
