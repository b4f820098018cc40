package org.postern.m4;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Definitions, conditions and calls by name.
final class DefinitionBuiltins {
    private DefinitionBuiltins() {}

    static void define(Call call, StringBuilder out) {
        define(call, false);
    }

    static void pushDefinition(Call call, StringBuilder out) {
        define(call, true);
    }

    private static void define(Call call, boolean push) {
        if (!call.takes(1, 2)) {
            return;
        }
        switch (call.argument(1)) {
            case Argument.Native _ -> call.messages().warn("Warning: " + call.name() + ": invalid macro name ignored");
            case Argument.Text(String name) -> {
                Meaning meaning = switch (call.argument(2)) {
                    case Argument.Text(String text) -> new Meaning.Text(text);
                    case Argument.Native(Builtin builtin) -> new Meaning.Native(builtin);
                };
                call.machine().define(name, meaning, push);
            }
        }
    }

    static void undefine(Call call, StringBuilder out) {
        if (call.takes(1, -1)) {
            call.texts(1).forEach(name -> call.machine().undefine(name, true));
        }
    }

    static void popDefinition(Call call, StringBuilder out) {
        if (call.takes(1, -1)) {
            call.texts(1).forEach(name -> call.machine().undefine(name, false));
        }
    }

    static void meaningOf(Call call, StringBuilder out) {
        if (!call.takes(1, -1)) {
            return;
        }
        Machine machine = call.machine();
        for (String name : call.texts(1)) {
            switch (machine.symbols().meaning(name)) {
                case null -> {}
                case Meaning.Text(String text) -> {
                    machine.budget().checkLength(out.length() + (long) text.length());
                    out.append(machine.syntax().quoted(text));
                }
                case Meaning.Native(Builtin builtin) -> {
                    if (call.count() == 1) {
                        machine.input().pushBuiltin(builtin);
                    } else {
                        call.messages().warn("Warning: cannot concatenate builtin `" + builtin.name() + "'");
                    }
                }
            }
        }
    }

    static void ifDefined(Call call, StringBuilder out) {
        if (call.takes(2, 3)) {
            boolean defined = call.machine().symbols().meaning(call.text(1)) != null;
            out.append(call.text(defined ? 2 : 3));
        }
    }

    /// `ifelse(one, other, equal [, one, other, equal]... [, otherwise])`; with one argument a comment.
    static void ifElse(Call call, StringBuilder out) {
        int count = call.count();
        if (count == 1 || !call.takes(3, -1)) {
            return;
        }
        if (count % 3 == 2) {
            call.messages().warnUnlessQuiet("Warning: excess arguments to builtin `" + call.name() + "' ignored");
        }
        int first = 1;
        while (!call.text(first).equals(call.text(first + 1))) {
            int left = count - first + 1;
            if (left <= 5) {
                if (left > 3) {
                    out.append(call.text(first + 3));
                }
                return;
            }
            first += 3;
        }
        out.append(call.text(first + 2));
    }

    static void shift(Call call, StringBuilder out) {
        if (call.takes(1, -1)) {
            call.appendQuoted(out, 2);
        }
    }

    static void indirect(Call call, StringBuilder out) {
        if (!call.takes(1, -1)) {
            return;
        }
        if (!(call.argument(1) instanceof Argument.Text(String name))) {
            call.messages().warn("Warning: indir: invalid macro name ignored");
            return;
        }
        Meaning meaning = call.machine().symbols().meaning(name);
        if (meaning == null) {
            call.messages().warn("undefined macro `" + name + "'");
            return;
        }
        boolean takesBuiltins = meaning instanceof Meaning.Native(Builtin builtin) && builtin.takesBuiltins();
        call.machine().run(rest(call, name, takesBuiltins), meaning, out);
    }

    static void builtin(Call call, StringBuilder out) {
        if (!call.takes(1, -1)) {
            return;
        }
        if (!(call.argument(1) instanceof Argument.Text(String name))) {
            call.messages().warn("Warning: builtin: invalid macro name ignored");
            return;
        }
        Optional<Builtin> found = call.machine().builtin(name);
        if (found.isEmpty()) {
            call.messages().warn("undefined builtin `" + name + "'");
            return;
        }
        found.get().action().run(rest(call, name, found.get().takesBuiltins()), out);
    }

    /// The call that an `indir` or `builtin` stands for.
    private static Call rest(Call call, String name, boolean takesBuiltins) {
        List<Argument> arguments = new ArrayList<>();
        for (int i = 2; i <= call.count(); i++) {
            arguments.add(takesBuiltins ? call.argument(i) : new Argument.Text(call.text(i)));
        }
        return new Call(call.machine(), name, arguments);
    }
}
