package org.postern.helper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.postern.base.Ascii;
import org.postern.helperwire.HelperAnswer;

/// One run of a program with a message as its input.
///
/// A program that ends without reading its input is judged by its exit code. One whose message does not come to its
/// end is killed before its input is closed, so that it never takes a part for the whole. One that takes too long is
/// ended with its children.
final class ProgramRun {
    private static final int BUFFER = 32 * 1024;
    private static final long AFTER_END_MILLIS = 1000;

    private final ProcessBuilder builder;
    private final Duration time;
    private final String mailer;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private volatile boolean late;

    /// @param mailer for messages
    ProgramRun(ProcessBuilder builder, Duration time, String mailer) {
        this.builder = builder.redirectErrorStream(true);
        this.time = time;
        this.mailer = mailer;
    }

    /// Runs it.
    ///
    /// @throws IOException when the message cannot be read to its end
    HelperAnswer run(byte[] before, InputStream message) throws IOException {
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return ProgramExit.later("Operating system error", printable(String.valueOf(e.getMessage())));
        }
        Thread watch = Thread.ofPlatform().daemon(true).name("program-time").start(() -> endInTime(process));
        Thread reader = Thread.ofPlatform().daemon(true).name("program-output").start(() -> collect(process));
        boolean whole = false;
        try {
            feed(process, before, message);
            whole = true;
            int code = process.waitFor();
            reader.join(AFTER_END_MILLIS);
            if (late) {
                return ProgramExit.later(mailer + " did not end in time", printed());
            }
            return ProgramExit.answer(code, mailer, printed());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            whole = false;
            return ProgramExit.later("interrupted", "");
        } finally {
            watch.interrupt();
            if (!whole) {
                end(process);
            }
        }
    }

    private static void feed(Process process, byte[] before, InputStream message) throws IOException {
        // Nothing closes this stream on the way out of a failure: the program must not see an end.
        OutputStream in = process.getOutputStream();
        boolean listens = write(in, before, before.length);
        byte[] piece = new byte[BUFFER];
        for (int count = message.read(piece); count >= 0; count = message.read(piece)) {
            listens = listens && write(in, piece, count);
        }
        try {
            in.close();
        } catch (IOException _) {
            // It has ended already; its exit code counts.
        }
    }

    private static boolean write(OutputStream in, byte[] bytes, int length) {
        try {
            in.write(bytes, 0, length);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private void collect(Process process) {
        byte[] piece = new byte[1024];
        try {
            InputStream from = process.getInputStream();
            for (int count = from.read(piece); count >= 0; count = from.read(piece)) {
                synchronized (output) {
                    int room = HelperAnswer.ProgramFailed.MOST_OUTPUT - output.size();
                    output.write(piece, 0, Math.min(count, Math.max(0, room)));
                }
            }
        } catch (IOException _) {
            // It has ended.
        }
    }

    private String printed() {
        synchronized (output) {
            return printable(Ascii.text(output.toByteArray()));
        }
    }

    /// Text that may stand in a report: lines, and nothing else that controls a terminal.
    static String printable(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length() && out.length() < HelperAnswer.ProgramFailed.MOST_OUTPUT; i++) {
            char c = text.charAt(i);
            if (c != '\r') {
                out.append(c == '\n' || (!Ascii.isControl(c) && c <= 255) ? c : '?');
            }
        }
        return out.toString();
    }

    private void endInTime(Process process) {
        try {
            if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
                late = true;
                end(process);
            }
        } catch (InterruptedException _) {
            // It has ended.
        }
    }

    /// Ends a program and what it has started.
    static void end(Process process) {
        // The program first, so that it does not see its children die.
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
