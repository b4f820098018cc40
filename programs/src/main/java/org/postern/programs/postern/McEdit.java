package org.postern.programs.postern;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Changes to an `.mc` file that a command line asks for: lines that go, then lines that come.
///
/// @param drop how lines begin that are taken out, blanks before them left aside
/// @param add lines that are put before the first `MAILER`, or at the end where there is none; a line that is
///     there already is not put again, and a definition takes the place of the old one
record McEdit(List<String> drop, List<String> add) {
    private static final String MAILERS = "MAILER(";

    McEdit {
        drop = List.copyOf(drop);
        add = List.copyOf(add);
    }

    /// No change.
    static McEdit none() {
        return new McEdit(List.of(), List.of());
    }

    boolean isNone() {
        return drop.isEmpty() && add.isEmpty();
    }

    McEdit dropping(String start) {
        List<String> more = new ArrayList<>(drop);
        more.add(start);
        return new McEdit(more, add);
    }

    McEdit adding(String line) {
        List<String> more = new ArrayList<>(add);
        more.add(line);
        return new McEdit(drop, more);
    }

    /// Something to take out that is not there: the file is another one than was meant, or it stands in a file that
    /// this one includes.
    Optional<String> missing(String text) {
        return drop.stream()
                .filter(start -> text.lines().noneMatch(line -> begins(line, start)))
                .findFirst();
    }

    private static boolean begins(String line, String start) {
        return !start.isEmpty() && line.stripLeading().startsWith(start);
    }

    /// The changed text.
    String of(String text) {
        List<String> lines = new ArrayList<>(text.lines()
                .filter(line -> drop.stream().noneMatch(start -> begins(line, start)))
                .filter(line -> add.stream().noneMatch(fresh -> isReplaced(line, fresh)))
                .toList());
        int mailers = 0;
        while (mailers < lines.size() && !lines.get(mailers).stripLeading().startsWith(MAILERS)) {
            mailers++;
        }
        List<String> fresh =
                add.stream().filter(line -> !lines.contains(line)).distinct().toList();
        lines.addAll(mailers, fresh);
        return String.join("\n", lines) + "\n";
    }

    /// True for the definition, in one line, of what another line defines anew.
    private static boolean isReplaced(String line, String fresh) {
        int comma = fresh.indexOf(',');
        return comma > 0
                && fresh.startsWith("define(")
                && begins(line, fresh.substring(0, comma + 1))
                && count(line, '`') == count(line, '\'')
                && count(line, '(') == count(line, ')');
    }

    private static long count(String line, char wanted) {
        return line.chars().filter(c -> c == wanted).count();
    }
}
