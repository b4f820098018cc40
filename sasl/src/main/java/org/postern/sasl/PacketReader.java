package org.postern.sasl;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Cuts what arrives under a security layer into packets: four bytes of length, then that many bytes (RFC 4422
/// §3.7).
final class PacketReader {
    /// Opens one packet.
    interface Opener {
        byte[] open(byte[] packet) throws SecurityLayerException;
    }

    private static final int LENGTH = 4;

    private final int limit;
    private byte[] kept = new byte[0];

    /// @param limit the longest packet, without its length bytes
    PacketReader(int limit) {
        this.limit = limit;
    }

    /// The plain bytes of all packets that are complete with these bytes.
    byte[] read(byte[] wire, int offset, int length, Opener opener) throws SecurityLayerException {
        byte[] all = Arrays.copyOf(kept, kept.length + length);
        System.arraycopy(wire, offset, all, kept.length, length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (all.length - at >= LENGTH) {
            int size = ByteBuffer.wrap(all, at, LENGTH).getInt();
            if (size < 0 || size > limit) {
                throw new SecurityLayerException("packet longer than " + limit + " bytes");
            }
            if (all.length - at - LENGTH < size) {
                break;
            }
            out.writeBytes(opener.open(Arrays.copyOfRange(all, at + LENGTH, at + LENGTH + size)));
            at += LENGTH + size;
        }
        kept = at == all.length ? new byte[0] : Arrays.copyOfRange(all, at, all.length);
        return out.toByteArray();
    }
}
