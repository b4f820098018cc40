package org.postern.smtp;

/// Reads the chunks of a message (BDAT, RFC 3030 §2): dots mean nothing, a CR LF may be cut by the end of a
/// chunk, and the end is what [#finish] is told. A message that does not end with a line end gets one.
final class ChunkReader implements BodyReader {
    private final BareByteRule bareLf;
    private final BareByteRule bareCr;
    private DataReader.Status status = DataReader.Status.MORE;
    private byte[] out = new byte[0];
    private int outLength;
    private boolean heldCr;
    private boolean lineStart = true;
    private boolean eightBit;
    private boolean nul;

    ChunkReader(BareByteRule bareLf, BareByteRule bareCr) {
        this.bareLf = bareLf;
        this.bareCr = bareCr;
    }

    @Override
    public int read(byte[] in, int offset, int end) {
        prepare(end - offset + 2);
        int at = offset;
        while (at < end && status == DataReader.Status.MORE) {
            byte b = in[at++];
            if (b == '\n') {
                lineFeed();
            } else {
                flushCr();
                take(b);
            }
        }
        return at;
    }

    private void prepare(int size) {
        if (out.length < size) {
            out = new byte[size];
        }
        outLength = 0;
    }

    private void take(byte b) {
        if (status != DataReader.Status.MORE) {
            return;
        }
        if (b == '\r') {
            heldCr = true;
            return;
        }
        eightBit |= b < 0;
        nul |= b == 0;
        put(b);
    }

    private void put(int b) {
        out[outLength++] = (byte) b;
        lineStart = b == '\n';
    }

    private void lineFeed() {
        if (heldCr) {
            heldCr = false;
            put('\n');
            return;
        }
        switch (bareLf) {
            case REFUSE -> status = DataReader.Status.BARE_LF;
            case BLANK -> put(' ');
            case KEEP -> put('\n');
        }
    }

    private void flushCr() {
        if (!heldCr) {
            return;
        }
        heldCr = false;
        switch (bareCr) {
            case REFUSE -> status = DataReader.Status.BARE_CR;
            case BLANK -> put(' ');
            case KEEP -> put('\r');
        }
    }

    /// The last chunk has come.
    void finish() {
        prepare(2);
        flushCr();
        if (status == DataReader.Status.MORE) {
            if (!lineStart) {
                put('\n');
            }
            status = DataReader.Status.END;
        }
    }

    @Override
    public DataReader.Status status() {
        return status;
    }

    @Override
    public byte[] output() {
        return out;
    }

    @Override
    public int outputLength() {
        return outLength;
    }

    @Override
    public boolean eightBit() {
        return eightBit;
    }

    @Override
    public boolean nul() {
        return nul;
    }
}
