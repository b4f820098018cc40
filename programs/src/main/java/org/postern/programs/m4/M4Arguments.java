package org.postern.programs.m4;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.m4.M4Limits;
import org.postern.m4.M4Settings;

/// The command line of `m4`.
sealed interface M4Arguments {
    /// Not understood.
    ///
    /// @param lines what to tell the caller
    record Wrong(List<String> lines) implements M4Arguments {}

    /// `--help`.
    record Help() implements M4Arguments {}

    /// `--version`.
    record Version() implements M4Arguments {}

    /// To be run.
    ///
    /// @param settings from the options
    /// @param folders search path: `-I`, then `M4PATH`
    /// @param steps what stands in order
    /// @param programsAllowed true with `--allow-programs`
    /// @param notes warnings about the options themselves
    record Run(M4Settings settings, List<String> folders, List<Step> steps, boolean programsAllowed, List<String> notes)
            implements M4Arguments {}

    /// What is done in the order of the command line.
    sealed interface Step {}

    /// `-D`.
    record Define(String name, String text) implements Step {}

    /// `-U`.
    record Undefine(String name) implements Step {}

    /// `-t`.
    record Trace(String name) implements Step {}

    /// `-s`.
    record SyncLines() implements Step {}

    /// `--debugfile=NAME`, `-o`; nowhere for an empty name.
    record DebugFile(String name) implements Step {}

    /// `--debugfile`.
    record DebugToStandardError() implements Step {}

    /// A file, or `-` for standard input.
    record Read(String name) implements Step {}

    /// Reads the arguments.
    static M4Arguments parse(List<String> arguments, Map<String, String> environment) {
        return new M4ArgumentsParser(arguments, environment).parse();
    }

    /// The text of `--help`.
    static String usage() {
        return """
                Usage: m4 [OPTION]... [FILE]...
                Expands the macros in FILEs; reads standard input for "-" or when there is no FILE.

                  -D, --define=NAME[=TEXT]     define NAME
                  -U, --undefine=NAME          undefine NAME
                  -I, --include=FOLDER         look for included files in FOLDER too; M4PATH has more of them
                  -P, --prefix-builtins        call the builtins m4_define, m4_include ...
                  -G, --traditional            without GNU's extensions;  -g, --gnu: with them (the default)
                  -s, --synclines              write #line lines
                  -E, --fatal-warnings         once: warnings make the exit code 1; twice: the first one ends
                  -Q, --quiet, --silent        no warnings about numbers of arguments
                      --warn-macro-sequence[=REGEXP]   warn of definitions with a match
                  -L, --nesting-limit=NUMBER   calls inside the arguments of others; 0 for any number
                  -d, --debug[=FLAGS]          trace and debug flags, of "aceflipqtxV"
                      --debugfile[=FILE]       write trace and dump output to FILE
                  -l, --arglength=NUMBER       longest argument in trace lines
                  -t, --trace=NAME             trace the calls of NAME
                  -i, --interactive            accepted, without effect;  -H, --hashsize=NUMBER: the same
                      --allow-programs         let syscmd, esyscmd, mkstemp, maketemp and debugfile work
                      --help, --version

                Frozen state files (-F, -R) are not supported.
                """;
    }

    /// The settings that the options build up.
    final class Settings {
        boolean gnu = true;
        boolean prefixed;
        boolean quiet;
        int fatalWarnings;
        String debug = "";
        int traceLength;
        int nesting;
        Optional<String> suspicious = Optional.empty();
        boolean programs;
        final List<String> folders = new ArrayList<>();

        M4Settings settings() {
            return new M4Settings(
                    "m4",
                    gnu,
                    prefixed,
                    quiet,
                    fatalWarnings,
                    false,
                    debug,
                    traceLength,
                    suspicious,
                    Map.of(),
                    M4Limits.standard().withNesting(nesting));
        }
    }
}
