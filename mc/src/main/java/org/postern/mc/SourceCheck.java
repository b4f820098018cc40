package org.postern.mc;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.m4.Place;

/// Looks for mistakes in the text of an `.mc` file that m4 itself takes for plain text.
final class SourceCheck {
    /// `MAILER('local')`: apostrophes on both sides, where m4 wants a grave accent on the left.
    private static final Pattern STRAIGHT = Pattern.compile("^([ \t]*)([A-Za-z_]+)\\('([^'`]*)'\\)");

    /// What looks like a call of a macro, at the beginning of a line.
    private static final Pattern CALL = Pattern.compile("^([A-Z][A-Z0-9_]{2,})\\(.*");

    private final Library library;
    private final String name;
    private final List<McDiagnostic> diagnostics = new ArrayList<>();
    private String text;

    /// @param name what messages call the text
    SourceCheck(Library library, String name, String text) {
        this.library = library;
        this.name = name;
        this.text = straightened(text);
    }

    /// The text with the quotes that were meant.
    String text() {
        return text;
    }

    List<McDiagnostic> diagnostics() {
        return List.copyOf(diagnostics);
    }

    private String straightened(String given) {
        String[] lines = given.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            Matcher found = STRAIGHT.matcher(lines[i]);
            if (found.find() && library.macros().contains(found.group(2))) {
                lines[i] = found.replaceFirst("$1$2(`$3')");
                warn(i + 1, found.group(2) + "('...'): the quotes of m4 are ` and '; taken as such");
            }
        }
        return String.join("\n", lines);
    }

    /// Finds calls of macros that do not exist: they stand in the result as they were written, in front of the V line.
    void lookForUnknownMacros(String configuration) {
        for (String line : configuration.split("\n", -1)) {
            if (line.startsWith("V10")) {
                return;
            }
            Matcher found = CALL.matcher(line);
            if (found.matches()) {
                String macro = found.group(1);
                warn(lineOf(macro + "("), macro + " is not a macro" + Suggestion.of(macro, library.macros()));
            }
        }
    }

    private int lineOf(String word) {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].startsWith(word)) {
                return i + 1;
            }
        }
        return 0;
    }

    private void warn(int line, String message) {
        diagnostics.add(new McDiagnostic(
                McDiagnostic.Severity.WARNING, line == 0 ? Place.NOWHERE : new Place(name, line), message));
    }
}
