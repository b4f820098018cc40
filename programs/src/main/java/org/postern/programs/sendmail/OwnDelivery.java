package org.postern.programs.sendmail;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.mail.DeliveryOutcome;
import org.postern.programs.Invocation;
import org.postern.smtp.RecipientResult;

/// The delivery of a message by the command that submits it: `-odi` and `-odb` of a command that takes the part of the
/// daemon, where none serves. It is a queue run for this message alone.
///
/// Its process is there before the message is, because the command gives its rights up to write the queue; it learns
/// the name of the message last. With `-odi` the command waits for it, and it has the standard input and output of the
/// command, with what of the input the message has left.
final class OwnDelivery implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;
    private static final Pattern ACCEPTED = Pattern.compile("(?:250 )?(?:2\\.0\\.0 )?(\\w+) Message accepted.*");
    private static final String UNTIL_NAMED = "read -r id && exec \"$@\" \"-qI$id\"";

    private final Optional<Process> process;
    private final Optional<InputStream> rest;
    private boolean begun;

    private OwnDelivery(Optional<Process> process, Optional<InputStream> rest) {
        this.process = process;
        this.rest = rest;
    }

    /// Starts the process, where the command line asks for one.
    ///
    /// @param rest what of the input the message has left
    /// @return one that does nothing when the message waits for a queue run
    static OwnDelivery prepare(Invocation invocation, SendmailArguments arguments, InputStream rest)
            throws IOException {
        Optional<Boolean> awaited = CommandDelivery.awaitsItself(arguments);
        Path program =
                invocation.home().resolve("bin/sendmail").toAbsolutePath().normalize();
        if (awaited.isEmpty() || !Files.isExecutable(program)) {
            return new OwnDelivery(Optional.empty(), Optional.empty());
        }
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", UNTIL_NAMED, "sh"));
        if (!awaited.get() && Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        command.add(program.toString());
        command.addAll(words(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        if (awaited.get()) {
            builder.redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT);
        } else {
            builder.redirectOutput(new File("/dev/null")).redirectError(new File("/dev/null"));
        }
        return new OwnDelivery(Optional.of(builder.start()), Optional.of(rest).filter(_ -> awaited.get()));
    }

    private static List<String> words(SendmailArguments arguments) {
        List<String> words = new ArrayList<>();
        words.add("-C" + CommandFiles.configuration(arguments));
        arguments.role().ifPresent(role -> words.add(role == SendmailArguments.Role.TRANSFER ? "-Am" : "-Ac"));
        arguments.tag().ifPresent(tag -> words.add("-L" + tag));
        arguments.options().forEach(option -> words.add((option.longForm() ? "-O" : "-o") + option.text()));
        if (arguments.verbose()) {
            words.add("-v");
        }
        words.add("-qf");
        return words;
    }

    /// Names the message; what was not queued is not delivered.
    ///
    /// @param queued what became of its recipients
    void begin(List<RecipientResult> queued) throws IOException {
        Optional<String> id = queued.stream()
                .map(RecipientResult::outcome)
                .flatMap(outcome -> id(outcome).stream())
                .findFirst();
        if (id.isEmpty() || begun || process.isEmpty()) {
            return;
        }
        begun = true;
        OutputStream to = process.get().getOutputStream();
        to.write((id.get() + "\n").getBytes(StandardCharsets.ISO_8859_1));
        to.flush();
        if (rest.isPresent()) {
            Thread.ofPlatform().daemon(true).name("rest-of-input").start(() -> passOn(rest.get(), to));
        } else {
            to.close();
        }
    }

    private static Optional<String> id(DeliveryOutcome outcome) {
        if (outcome instanceof DeliveryOutcome.Relayed relayed) {
            Matcher words = ACCEPTED.matcher(relayed.remoteReply().orElseGet(relayed::statusText));
            return words.matches() ? Optional.of(words.group(1)) : Optional.empty();
        }
        return Optional.empty();
    }

    private static void passOn(InputStream from, OutputStream to) {
        byte[] piece = new byte[BUFFER];
        try (to) {
            for (int count = from.read(piece); count >= 0; count = from.read(piece)) {
                to.write(piece, 0, count);
                to.flush();
            }
        } catch (IOException _) {
            // The delivery has ended.
        }
    }

    /// Waits for the end of a delivery that was begun, where somebody waits for it; ends one that was not.
    @Override
    public void close() throws IOException {
        if (process.isEmpty()) {
            return;
        }
        if (!begun) {
            process.get().getOutputStream().close();
            process.get().destroy();
        } else if (rest.isPresent()) {
            try {
                int _ = process.get().waitFor();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
