package org.postern.m4;

import java.util.List;
import java.util.Optional;

/// Tracing, dumping, and where the processor stands.
final class DebugBuiltins {
    private DebugBuiltins() {}

    static void dump(Call call, StringBuilder out) {
        Machine machine = call.machine();
        List<String> names = call.count() == 0
                ? machine.symbols().names()
                : call.texts(1).stream().sorted().toList();
        boolean quote = machine.debugging().on('q');
        StringBuilder lines = new StringBuilder();
        for (String name : names) {
            switch (machine.symbols().meaning(name)) {
                case null -> call.messages().warn("undefined macro `" + name + "'");
                case Meaning.Text(String text) -> {
                    String shown = quote ? machine.syntax().quoted(text) : text;
                    lines.append(name).append(":\t").append(shown).append('\n');
                }
                case Meaning.Native(Builtin builtin) ->
                    lines.append(name).append(":\t<").append(builtin.name()).append(">\n");
            }
        }
        if (!lines.isEmpty()) {
            machine.debugging().write(lines.toString());
        }
    }

    static void traceOn(Call call, StringBuilder out) {
        Machine machine = call.machine();
        List<String> names = call.count() == 0 ? machine.symbols().names() : call.texts(1);
        names.forEach(name -> machine.symbols().trace(name, true));
    }

    static void traceOff(Call call, StringBuilder out) {
        Machine machine = call.machine();
        if (call.count() == 0) {
            machine.symbols().all().forEach(symbol -> machine.symbols().trace(symbol.name(), false));
        } else {
            call.texts(1).forEach(name -> machine.symbols().trace(name, false));
        }
    }

    static void mode(Call call, StringBuilder out) {
        call.takes(0, 1);
        if (call.count() == 0) {
            call.machine().debugging().clear();
        } else if (!call.machine().debugging().change(call.text(1))) {
            call.messages().warn("Debugmode: bad debug flags: `" + call.text(1) + "'");
        }
    }

    static void file(Call call, StringBuilder out) {
        call.takes(0, 1);
        if (call.count() == 0) {
            call.machine().debugging().toStandardError();
            return;
        }
        Optional<String> problem = call.machine().debugging().toFile(call.text(1));
        problem.ifPresent(reason -> call.messages().warn("cannot set debug file `" + call.text(1) + "': " + reason));
    }

    static void currentFile(Call call, StringBuilder out) {
        call.takes(0, 0);
        out.append(call.machine().syntax().quoted(call.machine().location().file()));
    }

    static void currentLine(Call call, StringBuilder out) {
        call.takes(0, 0);
        out.append(call.machine().location().line());
    }

    static void program(Call call, StringBuilder out) {
        call.takes(0, 0);
        out.append(call.machine().syntax().quoted(call.machine().settings().program()));
    }
}
