package org.postern.m4;

import java.util.OptionalInt;
import org.postern.base.Ascii;

/// Delimiters, files, diversions and the end of the run.
final class InputBuiltins {
    private InputBuiltins() {}

    static void changeQuotes(Call call, StringBuilder out) {
        call.takes(0, 2);
        Syntax standard = Syntax.STANDARD;
        String left = call.count() == 0 ? standard.leftQuote() : call.text(1);
        String right = call.text(2);
        // a quote that begins must end
        if (call.count() < 2 || (!left.isEmpty() && right.isEmpty())) {
            right = standard.rightQuote();
        }
        call.machine().syntax(call.machine().syntax().withQuotes(left, right));
    }

    static void changeComments(Call call, StringBuilder out) {
        call.takes(0, 2);
        String start = call.text(1);
        String end = call.text(2);
        if (end.isEmpty() && (call.count() == 1 || !start.isEmpty())) {
            end = Syntax.STANDARD.commentEnd();
        }
        call.machine().syntax(call.machine().syntax().withComments(start, end));
    }

    static void skipLine(Call call, StringBuilder out) {
        call.takes(0, 0);
        Machine machine = call.machine();
        Input input = machine.input();
        Location location = machine.location();
        Place before = location.place();
        int c = input.next();
        while (c != Input.END && c != '\n') {
            c = input.next();
        }
        if (c == Input.END) {
            call.messages().warn(before, "Warning: end of file treated as newline");
        }
        if (!location.place().equals(before)) {
            input.forgetPlace();
        }
    }

    static void include(Call call, StringBuilder out) {
        include(call, true);
    }

    static void includeIfThere(Call call, StringBuilder out) {
        include(call, false);
    }

    private static void include(Call call, boolean mustExist) {
        if (!call.takes(1, 1)) {
            return;
        }
        String name = call.text(1);
        switch (call.machine().open(name)) {
            case SourceText.Found(String found, String text) -> {
                call.machine().input().pushFile(found, text);
                call.machine().diversions().forgetLine();
            }
            case SourceText.Missing(String reason) -> {
                if (mustExist) {
                    call.messages().error("cannot open `" + name + "': " + reason);
                }
            }
        }
    }

    static void wrap(Call call, StringBuilder out) {
        if (call.takes(1, -1)) {
            boolean all = call.machine().settings().gnu();
            call.machine().input().wrap(all ? String.join(" ", call.texts(1)) : call.text(1));
        }
    }

    static void printError(Call call, StringBuilder out) {
        if (call.takes(1, -1)) {
            call.machine().diversions().flush();
            call.messages().print(String.join(" ", call.texts(1)));
        }
    }

    static void divert(Call call, StringBuilder out) {
        call.takes(0, 1);
        if (call.count() == 0) {
            call.machine().diversions().divert(0);
        } else {
            OptionalInt number = call.number(1);
            if (number.isPresent()) {
                call.machine().diversions().divert(number.getAsInt());
            }
        }
    }

    static void diversionNumber(Call call, StringBuilder out) {
        call.takes(0, 0);
        out.append(call.machine().diversions().current());
    }

    static void undivert(Call call, StringBuilder out) {
        if (call.count() == 0) {
            call.machine().diversions().undivertAll();
        }
        for (String argument : call.texts(1)) {
            undivert(call, argument);
        }
    }

    private static void undivert(Call call, String argument) {
        Machine machine = call.machine();
        DecimalText number = DecimalText.parse(argument);
        if (argument.isEmpty()) {
            machine.diversions().undivert(0);
        } else if (number.end() == argument.length() && !Ascii.isSpace(argument.charAt(0))) {
            machine.diversions().undivert((int) number.value());
        } else if (!machine.settings().gnu()) {
            call.messages().warn("non-numeric argument to builtin `" + call.name() + "'");
        } else {
            switch (machine.open(argument)) {
                case SourceText.Found found -> machine.diversions().insert(found.text());
                case SourceText.Missing(String reason) ->
                    call.messages().warn("cannot undivert `" + argument + "': " + reason);
            }
        }
    }

    static void exit(Call call, StringBuilder out) {
        call.takes(0, 1);
        int code = 0;
        if (call.count() > 0) {
            OptionalInt number = call.number(1);
            code = number.isPresent() ? number.getAsInt() : 1;
        }
        if (code < 0 || code > 255) {
            call.messages().warn("exit status out of range: `" + code + "'");
            code = 1;
        }
        throw new EndOfRunException(code == 0 ? call.messages().exitCode() : code);
    }
}
