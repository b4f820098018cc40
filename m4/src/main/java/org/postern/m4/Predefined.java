package org.postern.m4;

/// The names that have a meaning before anything is read.
final class Predefined {
    private Predefined() {}

    static void install(Machine machine) {
        M4Settings settings = machine.settings();
        String prefix = settings.prefixed() ? "m4_" : "";
        for (Builtin builtin : BuiltinTable.all().values()) {
            if (settings.gnu() || !builtin.gnu()) {
                machine.symbols().define(prefix + builtin.name(), new Meaning.Native(builtin), false);
            }
        }
        if (settings.gnu()) {
            machine.symbols().define(prefix + "__gnu__", new Meaning.Text(""), false);
            machine.symbols().define(prefix + "__unix__", new Meaning.Text(""), false);
        } else {
            machine.symbols().define(prefix + "unix", new Meaning.Text(""), false);
        }
        settings.hostMacros()
                .forEach((name, macro) ->
                        machine.symbols().define(name, new Meaning.Native(hostBuiltin(name, macro)), false));
    }

    private static Builtin hostBuiltin(String name, HostMacro macro) {
        return new Builtin(name, false, false, true, (call, out) -> {
            Machine machine = call.machine();
            Place place = machine.location().place();
            out.append(macro.expand(new HostMacro.Call(
                    call.name(), call.texts(1), place, machine.input().outermost())));
        });
    }
}
