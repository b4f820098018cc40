package org.postern.helper;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperOutput;

/// One run of a program that the network process talks to: bytes go in and come out as they are; what they mean is
/// nothing for the helper. What the program writes to its standard error is dropped.
///
/// A conversation that the network process gives up ends the program at once; one that has come to its end leaves it a
/// minute.
final class ProgramTalk {
    private static final int BUFFER = 32 * 1024;
    private static final Duration AFTER_LAST_WORD = Duration.ofMinutes(1);
    private static final long AFTER_END_MILLIS = 1000;

    private final ProcessBuilder builder;
    private final Duration time;
    private final String mailer;

    /// @param time how long the program may run
    /// @param mailer for messages
    ProgramTalk(ProcessBuilder builder, Duration time, String mailer) {
        this.builder = builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        this.time = time;
        this.mailer = mailer;
    }

    /// Runs it and waits for its end.
    ///
    /// @param said ends with an [IOException] when the conversation is given up, and once there is an answer
    HelperAnswer run(InputStream said, HelperOutput output) {
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return ProgramExit.later("Operating system error", ProgramRun.printable(String.valueOf(e.getMessage())));
        }
        Thread speaker = Thread.ofPlatform().daemon(true).name("program-output").start(() -> passOn(process, output));
        Thread.ofPlatform().daemon(true).name("program-input").start(() -> feed(process, said));
        try {
            if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
                return ProgramExit.later(mailer + " did not end in time", "");
            }
            speaker.join(AFTER_END_MILLIS);
            return ProgramExit.answer(process.exitValue(), mailer, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ProgramExit.later("interrupted", "");
        } finally {
            ProgramRun.end(process);
        }
    }

    private static void feed(Process process, InputStream said) {
        byte[] piece = new byte[BUFFER];
        try {
            // closed only at the true end: a program must not take a part for the whole
            OutputStream in = process.getOutputStream();
            for (int count = said.read(piece); count >= 0; count = said.read(piece)) {
                in.write(piece, 0, count);
                in.flush();
            }
            in.close();
            if (!process.waitFor(AFTER_LAST_WORD.toMillis(), TimeUnit.MILLISECONDS)) {
                ProgramRun.end(process);
            }
        } catch (IOException _) {
            ProgramRun.end(process);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void passOn(Process process, HelperOutput output) {
        byte[] piece = new byte[BUFFER];
        try {
            InputStream from = process.getInputStream();
            for (int count = from.read(piece); count >= 0; count = from.read(piece)) {
                output.write(piece, count);
            }
        } catch (IOException _) {
            ProgramRun.end(process);
        }
    }
}
