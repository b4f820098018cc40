package org.postern.m4;

import java.util.LinkedHashMap;
import java.util.Map;
import org.postern.m4.Builtin.Action;

/// All builtins with their properties (GNU m4 manual, "Macro index").
final class BuiltinTable {
    private static final Map<String, Builtin> ALL = make();

    private BuiltinTable() {}

    /// By name, without prefix.
    static Map<String, Builtin> all() {
        return ALL;
    }

    private static Map<String, Builtin> make() {
        Map<String, Builtin> all = new LinkedHashMap<>();
        // of traditional m4; called only with parentheses
        add(all, "decr", TextBuiltins::decrement);
        add(all, "defn", DefinitionBuiltins::meaningOf);
        add(all, "errprint", InputBuiltins::printError);
        add(all, "eval", TextBuiltins::evaluate);
        add(all, "ifdef", DefinitionBuiltins::ifDefined);
        add(all, "ifelse", DefinitionBuiltins::ifElse);
        add(all, "include", InputBuiltins::include);
        add(all, "incr", TextBuiltins::increment);
        add(all, "index", TextBuiltins::index);
        add(all, "len", TextBuiltins::length);
        add(all, "m4wrap", InputBuiltins::wrap);
        add(all, "maketemp", SystemBuiltins::makeTemporaryOld);
        add(all, "mkstemp", SystemBuiltins::makeTemporary);
        add(all, "popdef", DefinitionBuiltins::popDefinition);
        add(all, "shift", DefinitionBuiltins::shift);
        add(all, "sinclude", InputBuiltins::includeIfThere);
        add(all, "substr", TextBuiltins::substring);
        add(all, "syscmd", SystemBuiltins::command);
        add(all, "translit", TextBuiltins::transliterate);
        add(all, "undefine", DefinitionBuiltins::undefine);
        // of traditional m4; the bare name is a call
        addBare(all, "changecom", InputBuiltins::changeComments);
        addBare(all, "changequote", InputBuiltins::changeQuotes);
        addBare(all, "divert", InputBuiltins::divert);
        addBare(all, "divnum", InputBuiltins::diversionNumber);
        addBare(all, "dnl", InputBuiltins::skipLine);
        addBare(all, "dumpdef", DebugBuiltins::dump);
        addBare(all, "m4exit", InputBuiltins::exit);
        addBare(all, "sysval", SystemBuiltins::status);
        addBare(all, "traceoff", DebugBuiltins::traceOff);
        addBare(all, "traceon", DebugBuiltins::traceOn);
        addBare(all, "undivert", InputBuiltins::undivert);
        // take builtins as arguments
        put(all, new Builtin("define", false, true, true, DefinitionBuiltins::define));
        put(all, new Builtin("pushdef", false, true, true, DefinitionBuiltins::pushDefinition));
        put(all, new Builtin("builtin", true, true, true, DefinitionBuiltins::builtin));
        put(all, new Builtin("indir", true, true, true, DefinitionBuiltins::indirect));
        // GNU's extensions
        addGnu(all, "esyscmd", true, SystemBuiltins::commandOutput);
        addGnu(all, "format", true, TextBuiltins::format);
        addGnu(all, "patsubst", true, PatternBuiltins::substitute);
        addGnu(all, "regexp", true, PatternBuiltins::search);
        addGnu(all, "debugmode", false, DebugBuiltins::mode);
        addGnu(all, "debugfile", false, DebugBuiltins::file);
        addGnu(all, "__file__", false, DebugBuiltins::currentFile);
        addGnu(all, "__line__", false, DebugBuiltins::currentLine);
        addGnu(all, "__program__", false, DebugBuiltins::program);
        return Map.copyOf(all);
    }

    private static void put(Map<String, Builtin> all, Builtin builtin) {
        all.put(builtin.name(), builtin);
    }

    private static void add(Map<String, Builtin> all, String name, Action action) {
        put(all, new Builtin(name, false, false, true, action));
    }

    private static void addBare(Map<String, Builtin> all, String name, Action action) {
        put(all, new Builtin(name, false, false, false, action));
    }

    private static void addGnu(Map<String, Builtin> all, String name, boolean needsParentheses, Action action) {
        put(all, new Builtin(name, true, false, needsParentheses, action));
    }
}
