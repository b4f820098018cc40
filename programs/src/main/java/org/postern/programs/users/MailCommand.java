package org.postern.programs.users;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Hands a message to the `sendmail` command.
@FunctionalInterface
interface MailCommand {
    /// What writes the message.
    @FunctionalInterface
    interface Body {
        void write(OutputStream to) throws IOException;
    }

    /// Runs the command with these arguments to its end.
    ///
    /// @return its exit code
    int send(List<String> arguments, Body body) throws IOException, InterruptedException;

    /// The `sendmail` of an image.
    static MailCommand of(java.nio.file.Path home) {
        return (arguments, body) -> {
            List<String> command = new java.util.ArrayList<>();
            command.add(home.resolve("bin/sendmail").toString());
            command.addAll(arguments);
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (OutputStream to = process.getOutputStream()) {
                body.write(to);
            } catch (IOException ended) {
                if (process.isAlive()) {
                    throw ended;
                }
            }
            return process.waitFor();
        };
    }
}
