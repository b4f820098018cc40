package org.postern.programs.log;

import java.io.IOException;
import java.nio.file.Path;
import org.postern.base.Clock;
import org.postern.base.Event;
import org.postern.base.EventSink;

/// Appends the lines of events to a file, one write a line, so that `tail -f` sees whole lines.
///
/// A full disk loses log lines, never mail: write errors are counted.
public final class FileEventLog implements EventSink, AutoCloseable {
    private final LineFile file;
    private final Clock clock;
    private final LineFormat lines;
    private final int logLevel;

    private FileEventLog(LineFile file, Clock clock, LineFormat lines, int logLevel) {
        this.file = file;
        this.clock = clock;
        this.lines = lines;
        this.logLevel = logLevel;
    }

    /// Opens the file for appending; a new one gets mode 0600.
    ///
    /// @param logLevel events above this level are dropped
    /// @throws IOException when the file cannot be opened
    public static FileEventLog open(Path file, Clock clock, LogIdentity identity, int logLevel) throws IOException {
        return open(file, clock, identity.lines(), logLevel);
    }

    /// The same with one JSON object for each event.
    ///
    /// @param logLevel events above this level are dropped
    /// @throws IOException when the file cannot be opened
    public static FileEventLog openJson(Path file, Clock clock, LogIdentity identity, int logLevel) throws IOException {
        return open(file, clock, new JsonLine(identity), logLevel);
    }

    private static FileEventLog open(Path file, Clock clock, LineFormat lines, int logLevel) throws IOException {
        return new FileEventLog(LineFile.open(file), clock, lines, logLevel);
    }

    @Override
    public void accept(Event event) {
        if (event.logLevel() > logLevel) {
            return;
        }
        file.append(lines.of(clock.epochMillis(), event));
    }

    /// Lines that could not be written.
    public long lost() {
        return file.lost();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
