package org.postern.m4;

import java.util.List;
import java.util.Optional;

/// What `-d`, `debugmode`, `debugfile` and `traceon` control, and the lines that they write.
final class Debugging {
    private static final String ALL = "aceflipqtx";
    private static final String USUAL = "aeq";

    private final M4Settings settings;
    private final MacroListener listener;
    private final Outside outside;
    private final Location location;
    private String flags;
    /// Empty for standard error.
    private Optional<String> file = Optional.empty();

    Debugging(M4Settings settings, MacroListener listener, Outside outside, Location location) {
        this.settings = settings;
        this.listener = listener;
        this.outside = outside;
        this.location = location;
        this.flags = settings.debug();
    }

    /// The flags that a text of letters means: the usual ones for an empty text, all for `V`.
    ///
    /// @return empty when there is an unknown letter
    static Optional<String> decode(String letters) {
        if (letters.isEmpty()) {
            return Optional.of(USUAL);
        }
        StringBuilder known = new StringBuilder();
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            if (letter == 'V') {
                known.append(ALL);
            } else if (ALL.indexOf(letter) >= 0) {
                known.append(letter);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(known.toString());
    }

    boolean on(char flag) {
        return flags.indexOf(flag) >= 0;
    }

    void clear() {
        flags = "";
    }

    /// Sets, adds (`+`) or takes away (`-`) flags.
    ///
    /// @return false when there is an unknown letter
    boolean change(String text) {
        char sign = text.isEmpty() ? ' ' : text.charAt(0);
        boolean signed = sign == '+' || sign == '-';
        Optional<String> letters = decode(signed ? text.substring(1) : text);
        if (letters.isEmpty()) {
            return false;
        }
        flags = switch (sign) {
            case '+' -> flags + letters.get();
            case '-' -> flags.replaceAll("[" + letters.get() + "]", "");
            default -> letters.get();
        };
        return true;
    }

    /// Lets trace and dump lines go to standard error again.
    void toStandardError() {
        file = Optional.empty();
    }

    /// Lets trace and dump lines go to a file, or nowhere when the name is empty.
    ///
    /// @return why that is not possible, or empty
    Optional<String> toFile(String name) {
        Optional<String> problem = name.isEmpty() ? Optional.empty() : outside.appendTo(name, "");
        if (problem.isEmpty()) {
            file = Optional.of(name);
        }
        return problem;
    }

    /// Writes a text where debugging output goes.
    void write(String text) {
        if (file.isEmpty()) {
            listener.print(text);
        } else if (!file.get().isEmpty()) {
            outside.appendTo(file.get(), text).ifPresent(reason -> toStandardError());
        }
    }

    void inputRead(String name) {
        if (on('i')) {
            message("input read from " + name);
        }
    }

    void inputEnded(Place below) {
        if (on('i')) {
            message(
                    below.equals(Place.NOWHERE)
                            ? "input exhausted"
                            : "input reverted to " + below.file() + ", line " + below.line());
        }
    }

    void pathFound(String name, String found) {
        if (on('p') && !name.equals(found)) {
            message("path search for `" + name + "' found `" + found + "'");
        }
    }

    private void message(String text) {
        StringBuilder line = new StringBuilder("m4debug:");
        appendPlace(line);
        write(line.append(' ').append(text).append('\n').toString());
    }

    private void appendPlace(StringBuilder line) {
        if (!location.file().isEmpty()) {
            if (on('f')) {
                line.append(location.file()).append(':');
            }
            if (on('l')) {
                line.append(location.line()).append(':');
            }
        }
    }

    /// A call was met; its arguments are still to be collected.
    void beforeArguments(String name, int level, long id) {
        if (on('c')) {
            write(header(level, id).append(name).append(" ...\n").toString());
        }
    }

    /// A call is carried out now.
    ///
    /// @return the begin of the line that [#afterCall] ends: delimiters and flags count as they are before the call
    String beforeCall(String name, List<Argument> arguments, int level, long id, Syntax syntax) {
        StringBuilder line = header(level, id).append(name);
        appendArguments(line, arguments, syntax);
        if (!on('c')) {
            return line.toString();
        }
        write(line.append(" -> ???\n").toString());
        return "";
    }

    /// A call was carried out.
    ///
    /// @param begun what [#beforeCall] returned
    void afterCall(String begun, PendingCall call, String expansion, int level, Syntax syntax) {
        StringBuilder line = new StringBuilder(begun);
        if (begun.isEmpty() || on('c')) {
            line.append(header(level, call.id()))
                    .append(call.name())
                    .append(call.arguments().isEmpty() ? "" : "(...)");
        }
        if (on('e') && !expansion.isEmpty()) {
            line.append(" -> ");
            appendQuoted(line, expansion, syntax);
        }
        write(line.append('\n').toString());
    }

    private StringBuilder header(int level, long id) {
        StringBuilder line = new StringBuilder("m4trace:");
        appendPlace(line);
        line.append(" -").append(level).append("- ");
        if (on('x')) {
            line.append("id ").append(id).append(": ");
        }
        return line;
    }

    private void appendArguments(StringBuilder line, List<Argument> arguments, Syntax syntax) {
        if (!on('a') || arguments.isEmpty()) {
            return;
        }
        line.append('(');
        String separator = "";
        for (Argument argument : arguments) {
            line.append(separator);
            separator = ", ";
            switch (argument) {
                case Argument.Text(String text) -> appendQuoted(line, text, syntax);
                case Argument.Native(Builtin builtin) ->
                    line.append('<').append(builtin.name()).append('>');
            }
        }
        line.append(')');
    }

    private void appendQuoted(StringBuilder line, String text, Syntax syntax) {
        int limit = settings.traceLength();
        String shown = limit > 0 && text.length() > limit ? text.substring(0, limit) + "..." : text;
        line.append(on('q') ? syntax.quoted(shown) : shown);
    }
}
