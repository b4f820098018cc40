package org.postern.programs;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postern.base.SysExit;

/// Starts the program whose name the launcher gives as first argument.
public final class Main {
    private Main() {}

    /// Runs the program and ends the process with its exit code.
    ///
    /// @param arguments the name that the program was called by, then its arguments
    public static void main(String[] arguments) {
        PrintStream output = stream(FileDescriptor.out);
        PrintStream error = stream(FileDescriptor.err);
        int code = SysExit.SOFTWARE.code();
        try {
            code = run(arguments, output, error);
        } catch (InterruptedException interrupted) {
            error.println("postern: interrupted");
        } catch (RuntimeException bug) {
            // The one place where a bug of ours ends a command.
            error.println("postern: internal error: " + bug);
            bug.printStackTrace(error);
        } finally {
            output.flush();
            error.flush();
        }
        Runtime.getRuntime().halt(code);
    }

    private static int run(String[] arguments, PrintStream output, PrintStream error) throws InterruptedException {
        List<String> all = new ArrayList<>(arguments.length);
        for (String argument : arguments) {
            all.add(bytesOf(argument));
        }
        String name = all.isEmpty() ? "postern" : all.removeFirst();
        Path home = Path.of(System.getProperty("postern.home", "."));
        Invocation invocation =
                new Invocation(name, all, new FileInputStream(FileDescriptor.in), output, error, System.getenv(), home);
        return ProgramTable.find(name).run(invocation);
    }

    /// The argument as text of one char per byte, as everything else in the house.
    private static String bytesOf(String argument) {
        for (int i = 0; i < argument.length(); i++) {
            if (argument.charAt(i) > 126) {
                return new String(argument.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            }
        }
        return argument;
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), 8192), true, StandardCharsets.ISO_8859_1);
    }
}
