package org.postern.m4;

import java.util.List;
import java.util.Optional;

/// An m4 processor: reads texts, expands the macros in them, and gives everything that comes out to a [MacroListener].
///
/// ```
/// var processor = new MacroProcessor(M4Settings.standard(), listener, sources, Outside.CLOSED);
/// processor.define("_CF_DIR_", "cf/");
/// processor.process("m4/cf.m4");          // a name that `sources` knows
/// processor.process("file.mc", text);     // or a text at hand
/// int exitCode = processor.finish();      // m4wrap, then the diversions
/// ```
///
/// After `m4exit`, a fatal error or a passed limit the other calls do nothing more. Not for use by several threads at
/// once.
public final class MacroProcessor {
    private final Machine machine;
    private int exitCode;
    private boolean ended;

    /// A processor that has the builtins defined.
    ///
    /// @param settings how it behaves
    /// @param listener takes output, messages and definitions
    /// @param sources what names of texts stand for
    /// @param outside programs and files; [Outside#CLOSED] for none
    public MacroProcessor(M4Settings settings, MacroListener listener, TextSource sources, Outside outside) {
        machine = new Machine(settings, listener, sources, outside);
    }

    /// The debug flags that the argument of `-d` or `debugmode` means, for [M4Settings#debug].
    ///
    /// @return empty when there is an unknown letter
    public static Optional<String> debugFlags(String letters) {
        return Debugging.decode(letters);
    }

    /// Defines a macro (`-D`).
    public void define(String name, String text) {
        guarded(() -> machine.define(name, new Meaning.Text(text), false));
    }

    /// Takes all meanings of a name away (`-U`).
    public void undefine(String name) {
        guarded(() -> machine.undefine(name, true));
    }

    /// Lets calls of a macro be traced (`-t`).
    public void trace(String name) {
        machine.symbols().trace(name, true);
    }

    /// Writes `#line` lines from now on (`-s`).
    public void syncLines() {
        machine.diversions().syncLines();
    }

    /// Sends trace output to a file, or nowhere if the name is empty (`--debugfile=FILE`).
    public void debugFile(String name) {
        guarded(() -> machine.debugging()
                .toFile(name)
                .ifPresent(reason -> machine.messages().warn("cannot set debug file `" + name + "': " + reason)));
    }

    /// Sends trace output to standard error again (`--debugfile`).
    public void debugToStandardError() {
        machine.debugging().toStandardError();
    }

    /// Reads a text that the source knows by this name; an unknown one is an error, and the run goes on.
    public void process(String name) {
        guarded(() -> {
            switch (machine.open(name)) {
                case SourceText.Found(String found, String text) -> read(found, text);
                case SourceText.Missing(String reason) ->
                    machine.messages().errorNowhere("cannot open `" + name + "': " + reason);
            }
        });
    }

    /// Reads a text.
    ///
    /// @param name what messages call it
    /// @param text one char per byte
    public void process(String name, String text) {
        guarded(() -> read(name, text));
    }

    private void read(String name, String text) {
        machine.input().pushFile(name, text);
        machine.diversions().forgetLine();
        machine.expandInput();
    }

    /// Reads what `m4wrap` saved, then writes the diversions. Call it once, at the end.
    ///
    /// @return the exit code: 0, 1 after an error, or that of `m4exit`
    public int finish() {
        guarded(() -> {
            while (machine.input().unwrap()) {
                machine.expandInput();
            }
            machine.debugging().toStandardError();
            machine.diversions().divert(0);
            machine.diversions().undivertAll();
        });
        machine.diversions().flush();
        return ended ? exitCode : machine.messages().exitCode();
    }

    /// True after `m4exit`, a fatal error or a passed limit.
    public boolean ended() {
        return ended;
    }

    /// The text that a name stands for now; empty when it is undefined or a builtin.
    public Optional<String> definition(String name) {
        return machine.symbols().text(name);
    }

    /// All names that have a meaning now, builtins too, sorted by their bytes.
    public List<String> names() {
        return machine.symbols().names();
    }

    private void guarded(Runnable step) {
        if (ended) {
            return;
        }
        try {
            step.run();
        } catch (EndOfRunException end) {
            ended = true;
            exitCode = end.code();
        }
    }
}
