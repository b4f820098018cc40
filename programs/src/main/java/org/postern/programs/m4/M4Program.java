package org.postern.programs.m4;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postern.base.Ascii;
import org.postern.m4.Diagnostic;
import org.postern.m4.FileSource;
import org.postern.m4.MacroListener;
import org.postern.m4.MacroProcessor;
import org.postern.m4.Outside;
import org.postern.m4.SourceText;
import org.postern.m4.TextSource;
import org.postern.programs.Invocation;
import org.postern.programs.Program;

/// `m4`: expands the macros of files.
public final class M4Program implements Program {
    /// The most that one file or standard input may have, in bytes.
    private static final int LONGEST = 256 << 20;

    private final Path start;

    /// The command.
    ///
    /// @param start the working folder, absolute
    public M4Program(Path start) {
        this.start = start;
    }

    /// The command in the working folder of the process.
    public M4Program() {
        this(Path.of("").toAbsolutePath());
    }

    @Override
    public int run(Invocation invocation) {
        return switch (M4Arguments.parse(invocation.arguments(), invocation.environment())) {
            case M4Arguments.Wrong(List<String> lines) -> {
                lines.forEach(invocation.error()::println);
                yield 1;
            }
            case M4Arguments.Help _ -> {
                invocation.output().print(M4Arguments.usage());
                yield 0;
            }
            case M4Arguments.Version _ -> {
                invocation.output().println("m4 (Postern), compatible with GNU M4 1.4.19");
                yield 0;
            }
            case M4Arguments.Run run -> {
                try {
                    yield process(run, invocation);
                } catch (OutOfMemoryError tooMuch) {
                    // a recursion that the limits do not know about; nothing else runs in this process
                    invocation.error().println("m4: memory exhausted");
                    yield 1;
                }
            }
        };
    }

    private int process(M4Arguments.Run run, Invocation invocation) {
        run.notes().forEach(invocation.error()::println);
        MacroListener listener = new MacroListener() {
            @Override
            public void output(String text) {
                invocation.output().print(text);
            }

            @Override
            public void diagnostic(Diagnostic diagnostic) {
                invocation.error().println(diagnostic.line(run.settings().program()));
            }

            @Override
            public void print(String text) {
                invocation.error().print(text);
            }
        };
        TextSource files = new FileSource(start, run.folders(), LONGEST);
        List<M4Arguments.Step> steps = steps(run);
        boolean readsInput = steps.contains(new M4Arguments.Read("-"));
        Outside outside = run.programsAllowed() ? new SystemOutside(start, !readsInput) : Outside.CLOSED;
        MacroProcessor processor = new MacroProcessor(run.settings(), listener, files, outside);
        for (M4Arguments.Step step : steps) {
            switch (step) {
                case M4Arguments.Define(String name, String text) -> processor.define(name, text);
                case M4Arguments.Undefine(String name) -> processor.undefine(name);
                case M4Arguments.Trace(String name) -> processor.trace(name);
                case M4Arguments.SyncLines _ -> processor.syncLines();
                case M4Arguments.DebugFile(String name) -> processor.debugFile(name);
                case M4Arguments.DebugToStandardError _ -> processor.debugToStandardError();
                case M4Arguments.Read(String name) -> read(processor, name, invocation);
            }
        }
        int code = processor.finish();
        invocation.output().flush();
        if (invocation.output().checkError()) {
            invocation.error().println("m4: write error: Input/output error");
            return 1;
        }
        return code;
    }

    private static List<M4Arguments.Step> steps(M4Arguments.Run run) {
        List<M4Arguments.Step> steps = new ArrayList<>(run.steps());
        if (steps.stream().noneMatch(M4Arguments.Read.class::isInstance)) {
            steps.add(new M4Arguments.Read("-"));
        }
        return steps;
    }

    private static void read(MacroProcessor processor, String name, Invocation invocation) {
        if (!name.equals("-")) {
            processor.process(name);
            return;
        }
        switch (standardInput(invocation)) {
            case SourceText.Found(String shown, String text) -> processor.process(shown, text);
            case SourceText.Missing(String reason) ->
                invocation.error().println("m4: cannot read standard input: " + reason);
        }
    }

    private static SourceText standardInput(Invocation invocation) {
        try {
            byte[] bytes = invocation.input().readNBytes(LONGEST);
            return new SourceText.Found("stdin", Ascii.text(bytes));
        } catch (IOException broken) {
            return new SourceText.Missing("Input/output error");
        }
    }
}
