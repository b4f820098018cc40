package org.postern.programs.postern;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.postern.base.Clock;
import org.postern.programs.sendmail.SubmissionSocket;

/// Shows a newcomer that the private server works: sends the first message with the real `sendmail -t`, waits until it
/// lies in the mailbox, and says what to try next.
final class TryTour {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long STEP_MILLIS = 20;

    private final TryFolder folder;
    private final TryOptions options;
    private final String user;
    private final Path home;
    private final Clock clock;
    private final PrintStream out;

    TryTour(TryFolder folder, TryOptions options, String user, Path home, Clock clock, PrintStream out) {
        this.folder = folder;
        this.options = options;
        this.user = user;
        this.home = home;
        this.clock = clock;
        this.out = out;
    }

    /// Runs beside the server; ends early when the server does.
    void run() throws InterruptedException {
        try {
            if (!await(this::serverAnswers)) {
                return;
            }
            out.println("The server runs: mail on 127.0.0.1:" + options.mailPort() + ", submission on 127.0.0.1:"
                    + options.submissionPort() + ".");
            if (options.quiet()) {
                return;
            }
            long before = size(folder.mailbox(user));
            long logBefore = size(folder.log());
            out.println("Sending a first message with:  sendmail -C " + folder.configuration() + " -t");
            int exit = sendFirstMessage();
            if (exit != 0) {
                out.println("sendmail ended with " + exit + "; the log is " + folder.log());
                return;
            }
            boolean arrived = await(() ->
                    size(folder.mailbox(user)) > before && logSince(logBefore).contains("stat="));
            showLog(logBefore);
            showQueue();
            out.println(
                    arrived
                            ? "The message is in the mailbox " + folder.mailbox(user) + "."
                            : "The message has not arrived within a minute; the log is " + folder.log());
            next();
        } catch (IOException failed) {
            out.println("The first message could not be sent: " + failed.getMessage());
        } finally {
            out.flush();
        }
    }

    private boolean serverAnswers() {
        return SubmissionSocket.answers(folder.submitSocket());
    }

    /// What is waited for.
    private interface Condition {
        boolean holds() throws IOException;
    }

    private boolean await(Condition condition) throws IOException, InterruptedException {
        long deadline = clock.nanoTime() + PATIENCE_NANOS;
        while (!condition.holds()) {
            if (clock.nanoTime() - deadline > 0) {
                return false;
            }
            Thread.sleep(STEP_MILLIS);
        }
        return true;
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private int sendFirstMessage() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command("sendmail", "-t").toArray(String[]::new))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var input = process.getOutputStream()) {
            input.write(
                    ("To: " + user + "\nSubject: Welcome to Postern\n\nThis message went through the whole house.\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
        }
        return process.waitFor();
    }

    private List<String> command(String program, String... arguments) {
        List<String> all = new java.util.ArrayList<>(List.of(
                home.resolve("bin").resolve(program).toString(),
                "-C",
                folder.configuration().toString()));
        all.addAll(List.of(arguments));
        return all;
    }

    private void showLog(long from) throws IOException {
        out.println();
        out.println("The log says (" + folder.log() + "):");
        logSince(from).lines().forEach(line -> out.println("  " + line));
        out.println();
    }

    private String logSince(long from) throws IOException {
        byte[] all = Files.readAllBytes(folder.log());
        return new String(all, (int) from, (int) (all.length - from), StandardCharsets.ISO_8859_1);
    }

    private void showQueue() throws IOException, InterruptedException {
        out.println("The queue (mailq):");
        out.flush();
        int _ = new ProcessBuilder(command("mailq").toArray(String[]::new))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        out.println();
    }

    private void next() {
        out.println();
        out.println("Things to try in another terminal (Ctrl-C here stops the server):");
        out.println(
                "  swaks --server 127.0.0.1:" + options.mailPort() + " --to alice@localhost --from you@example.org");
        out.println("  swaks --server 127.0.0.1:" + options.mailPort()
                + " --to someone@example.org      # relaying is denied");
        out.println("  echo hello | " + String.join(" ", command("sendmail", "bob")));
        out.println("  " + String.join(" ", command("mailq")));
        out.println("  tail -f " + folder.log());
        out.println("Mailboxes: " + folder.mailboxes() + "   Users: " + folder.users() + "   Aliases: "
                + folder.configuration().resolveSibling("aliases"));
    }
}
