package org.postern.m4;

import java.util.Optional;
import org.postern.m4.Outside.CommandResult;
import org.postern.m4.Outside.TemporaryFile;

/// What reaches outside: programs and temporary files, through the caller's [Outside] only.
final class SystemBuiltins {
    private SystemBuiltins() {}

    static void command(Call call, StringBuilder out) {
        run(call).ifPresent(result -> call.machine().diversions().direct(result.output()));
    }

    static void commandOutput(Call call, StringBuilder out) {
        run(call).ifPresent(result -> {
            call.machine().budget().checkLength(result.output().length());
            out.append(result.output());
        });
    }

    /// Runs the command, sets `sysval`.
    private static Optional<CommandResult> run(Call call) {
        Machine machine = call.machine();
        if (!call.takes(1, 1) || call.text(1).isEmpty()) {
            machine.systemStatus(0);
            return Optional.empty();
        }
        machine.diversions().flush();
        Optional<CommandResult> result = machine.outside().run(call.text(1));
        if (result.isEmpty()) {
            call.messages().error(call.name() + ": running programs is not allowed here");
        }
        machine.systemStatus(result.map(CommandResult::status).orElse(127));
        return result;
    }

    static void status(Call call, StringBuilder out) {
        call.takes(0, 0);
        out.append(call.machine().systemStatus());
    }

    static void makeTemporaryOld(Call call, StringBuilder out) {
        if (call.takes(1, 1)) {
            if (call.machine().settings().gnu()) {
                make(call, out);
                return;
            }
            // the traditional way: only a name, with the number of the process
            call.messages().warn("recommend using mkstemp instead");
            String template = call.text(1);
            int stem = stemLength(template, template.length());
            String process = String.valueOf(ProcessHandle.current().pid());
            int digits = template.length() - stem;
            out.append(template, 0, stem);
            if (digits > 0) {
                out.repeat('0', Math.max(0, digits - process.length()))
                        .append(process, Math.max(0, process.length() - digits), process.length());
            }
        }
    }

    static void makeTemporary(Call call, StringBuilder out) {
        if (call.takes(1, 1)) {
            make(call, out);
        }
    }

    /// The length without the `X` at the end, of which at most so many count.
    private static int stemLength(String template, int most) {
        int length = template.length();
        while (length > 0 && template.length() - length < most && template.charAt(length - 1) == 'X') {
            length--;
        }
        return length;
    }

    private static void make(Call call, StringBuilder out) {
        String template = call.text(1);
        String complete = template.substring(0, stemLength(template, 6)) + "XXXXXX";
        switch (call.machine().outside().makeTemporary(complete)) {
            case TemporaryFile.Made(String name) ->
                out.append(call.machine().syntax().quoted(name));
            case TemporaryFile.Failed(String reason) ->
                call.messages().warn("cannot create temporary file `" + template + "': " + reason);
            case TemporaryFile.Refused(String reason) -> call.messages().error(call.name() + ": " + reason);
        }
    }
}
