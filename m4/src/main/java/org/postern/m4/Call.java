package org.postern.m4;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.postern.base.Ascii;

/// One call of a builtin, with the checks of its arguments that builtins share.
///
/// @param machine the processor
/// @param name the name that it was called by
/// @param arguments what stood between the parentheses; empty when there were none
record Call(Machine machine, String name, List<Argument> arguments) {
    Call {
        arguments = List.copyOf(arguments);
    }

    Messages messages() {
        return machine.messages();
    }

    int count() {
        return arguments.size();
    }

    boolean has(int number) {
        return number <= arguments.size();
    }

    /// The text of argument `number`, from 1; empty when it is missing or a builtin.
    String text(int number) {
        return has(number) && arguments.get(number - 1) instanceof Argument.Text(String text) ? text : "";
    }

    /// The argument itself; empty text when it is missing.
    Argument argument(int number) {
        return has(number) ? arguments.get(number - 1) : Argument.EMPTY;
    }

    /// Checks the number of arguments and warns.
    ///
    /// @param most the most that are of use; negative for any number
    /// @return false when there are too few
    boolean takes(int least, int most) {
        if (count() < least) {
            messages().warnUnlessQuiet("Warning: too few arguments to builtin `" + name + "'");
            return false;
        }
        if (most >= 0 && count() > most) {
            messages().warnUnlessQuiet("Warning: excess arguments to builtin `" + name + "' ignored");
        }
        return true;
    }

    /// Argument `number` as a number as C's `strtol` reads it, with warnings; empty when it is none.
    OptionalInt number(int number) {
        String text = text(number);
        if (text.isEmpty()) {
            messages().warn("empty string treated as 0 in builtin `" + name + "'");
            return OptionalInt.of(0);
        }
        DecimalText parsed = DecimalText.parse(text);
        if (parsed.end() < text.length()) {
            messages().warn("non-numeric argument to builtin `" + name + "'");
            return OptionalInt.empty();
        }
        if (Ascii.isSpace(text.charAt(0))) {
            messages().warn("leading whitespace ignored in builtin `" + name + "'");
        } else if (parsed.overflow()) {
            messages().warn("numeric overflow detected in builtin `" + name + "'");
        }
        return OptionalInt.of((int) parsed.value());
    }

    /// All argument texts from `first` on.
    List<String> texts(int first) {
        List<String> texts = new ArrayList<>();
        for (int i = first; i <= count(); i++) {
            texts.add(text(i));
        }
        return texts;
    }

    /// Appends the arguments from `first` on, each quoted, joined by commas.
    void appendQuoted(StringBuilder out, int first) {
        Syntax syntax = machine.syntax();
        for (int i = first; i <= count(); i++) {
            if (i > first) {
                out.append(',');
            }
            machine.budget().checkLength(out.length() + (long) text(i).length());
            out.append(syntax.leftQuote()).append(text(i)).append(syntax.rightQuote());
        }
    }
}
