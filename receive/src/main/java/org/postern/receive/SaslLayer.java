package org.postern.receive;

import java.io.IOException;
import org.postern.sasl.SecurityLayer;

/// The bytes of a session in the security layer that a mechanism of SASL agreed on (RFC 4422 §3.7).
final class SaslLayer implements Layer {
    private static final byte[] NOTHING = new byte[0];

    private final Layer below;
    private final SecurityLayer security;
    private byte[] plain = NOTHING;
    private int at;

    SaslLayer(Layer below, SecurityLayer security) {
        this.below = below;
        this.security = security;
    }

    @Override
    public int read(byte[] into) throws IOException {
        while (at == plain.length) {
            int count = below.read(into);
            if (count < 0) {
                return -1;
            }
            unwrap(into, count);
        }
        return take(into);
    }

    @Override
    public int readNow(byte[] into) throws IOException {
        if (at == plain.length) {
            int count = below.readNow(into);
            if (count <= 0) {
                return count;
            }
            unwrap(into, count);
        }
        return take(into);
    }

    private void unwrap(byte[] wire, int count) throws IOException {
        plain = security.unwrap(wire, 0, count);
        at = 0;
    }

    private int take(byte[] into) {
        int count = Math.min(into.length, plain.length - at);
        System.arraycopy(plain, at, into, 0, count);
        at += count;
        if (at == plain.length) {
            plain = NOTHING;
            at = 0;
        }
        return count;
    }

    @Override
    public void write(byte[] data) throws IOException {
        for (int from = 0; from < data.length; from += security.maxPlain()) {
            below.write(security.wrap(data, from, Math.min(security.maxPlain(), data.length - from)));
        }
    }

    @Override
    public void end() {
        below.end();
    }
}
