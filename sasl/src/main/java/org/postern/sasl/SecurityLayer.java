package org.postern.sasl;

/// What protects the bytes after a successful authentication (RFC 4422 §3.7). One object serves one connection and
/// is used by one thread in each direction.
///
/// The layer takes effect with the first byte after the `235` line, in both directions.
public interface SecurityLayer {
    /// False for a mechanism without a layer; then nothing is wrapped.
    boolean present();

    /// The most plain bytes that one [#wrap] takes.
    int maxPlain();

    /// One packet, its four length bytes included.
    byte[] wrap(byte[] plain, int offset, int length);

    /// Takes what arrived, in pieces of any size, and returns the plain bytes of the packets that are complete now:
    /// none, one or several.
    ///
    /// @throws SecurityLayerException when a packet is too long, was changed or came out of order; the connection
    ///     is then of no more use
    byte[] unwrap(byte[] wire, int offset, int length) throws SecurityLayerException;

    /// No layer.
    SecurityLayer NONE = new NoLayer();

    /// The absent layer: bytes pass as they are.
    record NoLayer() implements SecurityLayer {
        @Override
        public boolean present() {
            return false;
        }

        @Override
        public int maxPlain() {
            return Integer.MAX_VALUE;
        }

        @Override
        public byte[] wrap(byte[] plain, int offset, int length) {
            return java.util.Arrays.copyOfRange(plain, offset, offset + length);
        }

        @Override
        public byte[] unwrap(byte[] wire, int offset, int length) {
            return java.util.Arrays.copyOfRange(wire, offset, offset + length);
        }
    }
}
