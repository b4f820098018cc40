package org.postern.programs.postern;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.m4.FileSource;
import org.postern.m4.M4Limits;
import org.postern.m4.SourceText;
import org.postern.mc.McCompiler;
import org.postern.mc.McDiagnostic;
import org.postern.mc.McResult;
import org.postern.programs.Invocation;

/// `postern mc [-o FILE.cf] [-D NAME[=TEXT]] [-I FOLDER] [FILE.mc]`: makes a `sendmail.cf` of an `.mc` file.
///
/// Reads standard input and writes standard output unless files are given. With an error in the `.mc` file nothing
/// is written, and an existing `FILE.cf` stays as it is.
final class McProgram {
    /// The most bytes of one file.
    private static final int LONGEST = 4 << 20;

    private static final String USAGE = "usage: postern mc [-o FILE.cf] [-D NAME[=TEXT]] [-I FOLDER] [FILE.mc]";

    private final Invocation invocation;
    private final Path start;
    private final Map<String, String> definitions = new TreeMap<>();
    private final List<String> folders = new ArrayList<>();
    private Optional<String> input = Optional.empty();
    private Optional<String> output = Optional.empty();

    /// The command.
    ///
    /// @param start the working folder, absolute
    McProgram(Invocation invocation, Path start) {
        this.invocation = invocation;
        this.start = start;
    }

    int run(List<String> arguments) {
        if (!read(arguments)) {
            invocation.error().println(USAGE);
            return SysExit.USAGE.code();
        }
        FileSource files = new FileSource(start, folders, LONGEST);
        String name = input.orElse("-");
        return switch (name.equals("-") ? standardInput() : files.open(name)) {
            case SourceText.Missing(String reason) -> {
                invocation.error().println("postern mc: cannot read " + name + ": " + reason);
                yield SysExit.NO_INPUT.code();
            }
            case SourceText.Found(String shown, String text) ->
                finish(new McCompiler(files, definitions, M4Limits.forConfigurations()).compile(shown, text));
        };
    }

    private boolean read(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("-") || !argument.startsWith("-")) {
                if (input.isPresent()) {
                    return false;
                }
                input = Optional.of(argument);
                continue;
            }
            String value = argument.substring(Math.min(2, argument.length()));
            if (value.isEmpty()) {
                i++;
                if (i == arguments.size()) {
                    return false;
                }
                value = arguments.get(i);
            }
            if (!apply(argument.charAt(1), value)) {
                return false;
            }
        }
        return true;
    }

    private boolean apply(char letter, String value) {
        switch (letter) {
            case 'o' -> output = Optional.of(value);
            case 'I' -> folders.add(value);
            case 'D' -> {
                int equals = value.indexOf('=');
                String name = equals < 0 ? value : value.substring(0, equals);
                definitions.put(name, equals < 0 ? "" : value.substring(equals + 1));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private SourceText standardInput() {
        try {
            return new SourceText.Found("stdin", Ascii.text(invocation.input().readNBytes(LONGEST)));
        } catch (IOException broken) {
            return new SourceText.Missing("Input/output error");
        }
    }

    private int finish(McResult result) {
        for (McDiagnostic diagnostic : result.diagnostics()) {
            invocation.error().println(diagnostic.line());
        }
        if (result.hasErrors()) {
            return SysExit.DATA_ERROR.code();
        }
        if (output.isEmpty()) {
            invocation.output().print(result.configuration());
            invocation.output().flush();
            return invocation.output().checkError() ? SysExit.IO_ERROR.code() : SysExit.OK.code();
        }
        try {
            replace(start.resolve(output.get()), result.configuration());
            return SysExit.OK.code();
        } catch (IOException broken) {
            invocation.error().println("postern mc: cannot write " + output.get() + ": " + broken);
            return SysExit.CANNOT_CREATE.code();
        }
    }

    /// Writes beside the old file, then puts the new one in its place: no reader ever sees half of it.
    private static void replace(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, Ascii.bytes(text));
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException other) {
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
