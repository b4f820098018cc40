package org.postern.programs.sendmail;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;
import org.postern.smtp.TrafficLines;

/// Standard input whose lines also go into the traffic log (`-X`).
final class RecordedInput extends FilterInputStream {
    private static final byte[] DOT = {'.', '\n'};

    private final BooleanSupplier endedByDot;
    private final TrafficLines traffic;
    private boolean ended;

    /// @param endedByDot when the end is reached: whether a line with a dot was there
    RecordedInput(InputStream in, BooleanSupplier endedByDot, TrafficLines traffic) {
        super(in);
        this.endedByDot = endedByDot;
        this.traffic = traffic;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        if (count >= 0) {
            traffic.heard(bytes, offset, count);
        } else if (!ended) {
            ended = true;
            if (endedByDot.getAsBoolean()) {
                traffic.heard(DOT, 0, DOT.length);
            } else {
                traffic.textEnded();
            }
        }
        return count;
    }
}
