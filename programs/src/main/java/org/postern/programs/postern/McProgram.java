package org.postern.programs.postern;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
import org.postern.programs.checkconfig.CheckConfigProgram;

/// `postern mc [-o FILE.cf] [-D NAME[=TEXT]] [-I FOLDER] [FILE.mc]`: makes a `sendmail.cf` of an `.mc` file.
///
/// Reads standard input and writes standard output unless files are given. With an error in the `.mc` file nothing
/// is written, and an existing `FILE.cf` stays as it is.
///
/// What is wrong in a `FILE.cf` although it could be made, as far as it shows without maps and names, is said on
/// standard error.
///
/// With `--add LINE` and `--drop START` the `.mc` file is changed as [McEdit] says and compiled to the `.cf`
/// file beside it; when the changed text has an error both files stay as they are.
final class McProgram {
    /// The most bytes of one file.
    private static final int LONGEST = 4 << 20;

    static final String USAGE = "usage: postern mc [-o FILE.cf] [-D NAME[=TEXT]] [-I FOLDER] [FILE.mc]\n"
            + "       postern mc [--drop START ...] [--add LINE ...] [FILE.mc]    changes the file (/etc/mail/sendmail.mc)"
            + " and compiles it";
    private static final String USUAL = "/etc/mail/sendmail.mc";

    private final Invocation invocation;
    private final Path start;
    private final Map<String, String> definitions = new TreeMap<>();
    private final List<String> folders = new ArrayList<>();
    private Optional<String> input = Optional.empty();
    private Optional<String> output = Optional.empty();
    private McEdit edit = McEdit.none();

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
        if (!edit.isNone()) {
            return change(files);
        }
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

    /// Changes the `.mc` file and the `.cf` file beside it.
    private int change(FileSource files) {
        String name = input.orElse(USUAL);
        if (!name.endsWith(".mc")) {
            invocation.error().println("postern mc: " + name + " does not end with .mc");
            return SysExit.USAGE.code();
        }
        return switch (files.open(name)) {
            case SourceText.Missing(String reason) -> {
                invocation.error().println("postern mc: cannot read " + name + ": " + reason);
                yield SysExit.NO_INPUT.code();
            }
            case SourceText.Found(String shown, String text) -> change(files, name, shown, text);
        };
    }

    private int change(FileSource files, String name, String shown, String text) {
        Optional<String> missing = edit.missing(text);
        if (missing.isPresent()) {
            invocation.error().println("postern mc: no line of " + name + " begins with " + missing.get());
            return SysExit.DATA_ERROR.code();
        }
        String changed = edit.of(text);
        McResult result = new McCompiler(files, definitions, M4Limits.forConfigurations()).compile(shown, changed);
        output = output.or(() -> Optional.of(name.substring(0, name.length() - 3) + ".cf"));
        int code = finish(result);
        if (code != SysExit.OK.code()) {
            return code;
        }
        try {
            replace(start.resolve(name), changed);
            return SysExit.OK.code();
        } catch (IOException broken) {
            invocation.error().println("postern mc: cannot write " + name + ": " + broken);
            return SysExit.CANNOT_CREATE.code();
        }
    }

    private boolean read(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--add") || argument.equals("--drop")) {
                i++;
                if (i == arguments.size() || arguments.get(i).isBlank()) {
                    return false;
                }
                String value = arguments.get(i);
                edit = argument.equals("--add") ? edit.adding(value) : edit.dropping(value);
                continue;
            }
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
            Path made = start.resolve(output.get());
            replace(made, result.configuration());
            CheckConfigProgram.remarks(made).forEach(invocation.error()::println);
            return SysExit.OK.code();
        } catch (IOException broken) {
            invocation.error().println("postern mc: cannot write " + output.get() + ": " + broken);
            return SysExit.CANNOT_CREATE.code();
        }
    }

    /// Writes beside the old file, then puts the new one in its place: no reader ever sees half of it.
    private static void replace(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.write(fresh, Ascii.bytes(text), StandardOpenOption.CREATE_NEW);
        keepRights(file, fresh);
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException other) {
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// Gives the new file the mode and, where that is allowed, the owner of the old one.
    private static void keepRights(Path file, Path fresh) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(file));
        try {
            for (String owner : List.of("unix:gid", "unix:uid")) {
                Object wanted = Files.getAttribute(file, owner);
                if (!wanted.equals(Files.getAttribute(fresh, owner))) {
                    Files.setAttribute(fresh, owner, wanted);
                }
            }
        } catch (FileSystemException _) {
            // whoever may write here but is not root makes files of his own
        }
    }
}
