package org.postern.programs.sendmail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.postern.base.Ascii;
import org.postern.programs.Invocation;

/// One run of our `sendmail` command in this process.
///
/// @param output both outputs in their order, one `char` per byte
/// @param status the exit status
record CommandRun(String output, int status) {
    static CommandRun of(List<String> arguments, String input) throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.ISO_8859_1);
        int status = new SendmailProgram()
                .run(new Invocation(
                        "sendmail",
                        arguments,
                        new ByteArrayInputStream(Ascii.bytes(input)),
                        out,
                        out,
                        Map.of(),
                        Path.of("/nonexistent")));
        return new CommandRun(Ascii.text(bytes.toByteArray()), status);
    }
}
