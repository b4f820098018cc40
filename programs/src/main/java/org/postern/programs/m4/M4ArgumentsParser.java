package org.postern.programs.m4;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postern.m4.MacroProcessor;

/// Reads the command line of `m4` as `getopt_long` does with options and files in any order.
final class M4ArgumentsParser {
    private static final String WITH_VALUE = "BDFHILNRSTUlot";
    private static final String SUSPICIOUS = "\\$\\({[^}]*}\\|[0-9][0-9]+\\)";

    /// Long name, letter, 0: no value, 1: value, 2: perhaps.
    private record LongOption(String name, char letter, int value) {}

    private static final List<LongOption> LONG = List.of(
            new LongOption("arglength", 'l', 1),
            new LongOption("debug", 'd', 2),
            new LongOption("define", 'D', 1),
            new LongOption("error-output", 'o', 1),
            new LongOption("fatal-warnings", 'E', 0),
            new LongOption("freeze-state", 'F', 1),
            new LongOption("gnu", 'g', 0),
            new LongOption("hashsize", 'H', 1),
            new LongOption("include", 'I', 1),
            new LongOption("interactive", 'i', 0),
            new LongOption("nesting-limit", 'L', 1),
            new LongOption("prefix-builtins", 'P', 0),
            new LongOption("quiet", 'Q', 0),
            new LongOption("reload-state", 'R', 1),
            new LongOption("silent", 'Q', 0),
            new LongOption("synclines", 's', 0),
            new LongOption("trace", 't', 1),
            new LongOption("traditional", 'G', 0),
            new LongOption("undefine", 'U', 1),
            new LongOption("warn-macro-sequence", 'w', 2),
            new LongOption("debugfile", 'f', 2),
            new LongOption("allow-programs", 'a', 0),
            new LongOption("help", 'h', 0),
            new LongOption("version", 'v', 0));

    private final List<String> arguments;
    private final Map<String, String> environment;
    private final M4Arguments.Settings settings = new M4Arguments.Settings();
    private final List<M4Arguments.Step> steps = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private boolean help;
    private boolean version;
    private int next;

    M4ArgumentsParser(List<String> arguments, Map<String, String> environment) {
        this.arguments = arguments;
        this.environment = environment;
    }

    M4Arguments parse() {
        boolean onlyFiles = false;
        while (next < arguments.size() && wrong.isEmpty() && !help && !version) {
            String argument = arguments.get(next++);
            if (onlyFiles || argument.equals("-") || !argument.startsWith("-")) {
                steps.add(new M4Arguments.Read(argument));
            } else if (argument.equals("--")) {
                onlyFiles = true;
            } else if (argument.startsWith("--")) {
                longOption(argument.substring(2));
            } else {
                letters(argument);
            }
        }
        if (!wrong.isEmpty()) {
            return new M4Arguments.Wrong(wrong);
        }
        if (help) {
            return new M4Arguments.Help();
        }
        if (version) {
            return new M4Arguments.Version();
        }
        for (String folder : environment.getOrDefault("M4PATH", "").split(":", -1)) {
            if (!folder.isEmpty()) {
                settings.folders.add(folder);
            }
        }
        return new M4Arguments.Run(settings.settings(), settings.folders, steps, settings.programs, notes);
    }

    private void usage(String problem) {
        wrong.add("m4: " + problem);
        wrong.add("Try `m4 --help' for more information.");
    }

    private void longOption(String text) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        List<LongOption> exact =
                LONG.stream().filter(known -> known.name().equals(name)).toList();
        List<LongOption> fitting = exact.isEmpty()
                ? LONG.stream().filter(known -> known.name().startsWith(name)).toList()
                : exact;
        if (fitting.isEmpty()) {
            usage("unrecognized option '--" + name + "'");
            return;
        }
        LongOption option = fitting.getFirst();
        if (fitting.stream().anyMatch(other -> other.letter() != option.letter())) {
            usage("option '--" + name + "' is ambiguous");
        } else if (equals >= 0 && option.value() == 0) {
            usage("option '--" + option.name() + "' doesn't allow an argument");
        } else if (equals >= 0) {
            apply(option.letter(), text.substring(equals + 1), true);
        } else if (option.value() == 1 && next == arguments.size()) {
            usage("option '--" + option.name() + "' requires an argument");
        } else {
            apply(option.letter(), option.value() == 1 ? arguments.get(next++) : "", false);
        }
    }

    private void letters(String argument) {
        for (int i = 1; i < argument.length() && wrong.isEmpty(); i++) {
            char letter = argument.charAt(i);
            String rest = argument.substring(i + 1);
            if (letter == 'd') {
                apply(letter, rest, !rest.isEmpty());
                return;
            }
            if (WITH_VALUE.indexOf(letter) >= 0) {
                if (rest.isEmpty() && next == arguments.size()) {
                    usage("option requires an argument -- '" + letter + "'");
                } else {
                    apply(letter, rest.isEmpty() ? arguments.get(next++) : rest, true);
                }
                return;
            }
            if ("EGPQcegis".indexOf(letter) < 0) {
                usage("invalid option -- '" + letter + "'");
                return;
            }
            apply(letter, "", false);
        }
    }

    private void apply(char letter, String value, boolean given) {
        switch (letter) {
            case 'D' -> {
                int equals = value.indexOf('=');
                steps.add(
                        equals < 0
                                ? new M4Arguments.Define(value, "")
                                : new M4Arguments.Define(value.substring(0, equals), value.substring(equals + 1)));
            }
            case 'U' -> steps.add(new M4Arguments.Undefine(value));
            case 't' -> steps.add(new M4Arguments.Trace(value));
            case 's' -> steps.add(new M4Arguments.SyncLines());
            case 'o' -> steps.add(new M4Arguments.DebugFile(value));
            case 'f' -> steps.add(given ? new M4Arguments.DebugFile(value) : new M4Arguments.DebugToStandardError());
            case 'I' -> settings.folders.add(value);
            case 'E' -> settings.fatalWarnings++;
            case 'G' -> settings.gnu = false;
            case 'g' -> settings.gnu = true;
            case 'P' -> settings.prefixed = true;
            case 'Q' -> settings.quiet = true;
            case 'L' -> settings.nesting = number(value);
            case 'l' -> settings.traceLength = number(value);
            case 'd' -> debug(value);
            case 'w' -> settings.suspicious = java.util.Optional.of(given ? value : SUSPICIOUS);
            case 'a' -> settings.programs = true;
            case 'h' -> help = true;
            case 'v' -> version = true;
            case 'F', 'R' -> usage("frozen state files are not supported");
            case 'B', 'N', 'S', 'T' -> notes.add("m4: warning: `m4 -" + letter + "' is deprecated");
            case 'e' -> notes.add("m4: warning: `m4 -e' is deprecated, use `-i' instead");
            default -> {}
        }
    }

    private void debug(String value) {
        MacroProcessor.debugFlags(value)
                .ifPresentOrElse(
                        flags -> settings.debug = flags, () -> wrong.add("m4: bad debug flags: `" + value + "'"));
    }

    private static int number(String value) {
        try {
            return Math.max(0, Integer.parseInt(value.strip()));
        } catch (NumberFormatException none) {
            return 0;
        }
    }
}
