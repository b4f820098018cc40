package org.postern.programs.sendmail;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.postern.base.EventSink;
import org.postern.os.OsException;
import org.postern.os.StandardStreams;
import org.postern.programs.mta.DaemonEvent;

/// What a daemon says of its troubles: to the log, and as long as somebody waits for its start to him too.
final class DaemonWords {
    private final PrintStream output;
    private final PrintStream error;
    private volatile boolean alone;

    /// @param output standard output of this process
    /// @param error its standard error
    DaemonWords(PrintStream output, PrintStream error) {
        this.output = output;
        this.error = error;
    }

    /// Lines about the configuration.
    PrintStream onOutput(EventSink log) {
        return lines(output, log);
    }

    /// All other lines.
    PrintStream onError(EventSink log) {
        return lines(error, log);
    }

    /// Tells the starter that the daemon serves, and lets go of his streams: from now on there is the log alone.
    ///
    /// @throws OsException when the streams cannot be left
    void serves() throws OsException {
        output.write(BackgroundStart.SERVES);
        output.flush();
        alone = true;
        StandardStreams.leave();
    }

    private PrintStream lines(PrintStream to, EventSink log) {
        return new PrintStream(
                new OutputStream() {
                    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

                    @Override
                    public void write(int character) {
                        if (character != '\n') {
                            line.write(character);
                            return;
                        }
                        String text = line.toString(StandardCharsets.ISO_8859_1);
                        line.reset();
                        log.accept(DaemonEvent.problem("daemon.trouble", "NOQUEUE: SYSERR(root): " + text));
                        if (!alone) {
                            to.println(text);
                            to.flush();
                        }
                    }
                },
                true,
                StandardCharsets.ISO_8859_1);
    }
}
