package org.postern.programs.log;

import java.io.IOException;
import java.nio.file.Path;
import org.postern.smtp.TrafficSink;

/// The file that `-X` names: everything that is said over SMTP, one line each, as sendmail writes it: `01234 <<< EHLO
/// client`, `01234 >>> 250 ...`. It holds whole messages; a new one gets mode 0600.
public final class TrafficLog implements TrafficSink, AutoCloseable {
    private final LineFile file;

    private TrafficLog(LineFile file) {
        this.file = file;
    }

    /// Opens the file for appending.
    ///
    /// @throws IOException when it cannot be opened
    public static TrafficLog open(Path file) throws IOException {
        return new TrafficLog(LineFile.open(file));
    }

    @Override
    public void line(long session, Direction direction, String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        String number = Long.toString(session);
        out.repeat('0', Math.max(0, 5 - number.length())).append(number);
        out.append(' ').append(direction.sign()).append(' ').append(text).append('\n');
        file.append(out.toString());
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
