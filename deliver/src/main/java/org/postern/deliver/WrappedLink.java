package org.postern.deliver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.postern.sasl.SecurityLayer;
import org.postern.tls.ClientWish;
import org.postern.tls.TlsClientContext;
import org.postern.tls.TlsConversation;
import org.postern.tls.TlsIdentity;
import org.postern.tls.TlsTransport;

/// Connections inside of connections: TLS, and the security layers of SASL (RFC 4422 §3.7).
final class WrappedLink {
    private static final byte[] NOTHING = new byte[0];

    private WrappedLink() {}

    /// Everything through TLS.
    static final class Tls implements Link {
        private final Link below;
        private final Wire wire;
        private final TlsConversation conversation;

        /// @param patience for each wait of the handshake
        Tls(Link below, TlsClientContext context, ClientWish wish, Duration patience) {
            this.below = below;
            this.wire = new Wire(below, patience);
            this.conversation = TlsConversation.client(context, wire, wish);
        }

        /// @throws org.postern.tls.TlsFailure when both sides do not agree
        void handshake() throws IOException {
            conversation.handshake();
        }

        TlsIdentity identity() {
            return conversation.identity();
        }

        @Override
        public int read(byte[] bytes, Duration patience) throws IOException {
            wire.patience = patience;
            return conversation.read(bytes, 0, bytes.length);
        }

        @Override
        public void write(byte[] bytes, int length) throws IOException {
            conversation.write(bytes, 0, length);
        }

        @Override
        public void sayGoodbye() {
            conversation.closeNotify();
        }

        @Override
        public void close() {
            below.close();
        }
    }

    /// The bytes below TLS.
    private static final class Wire implements TlsTransport {
        private final Link below;
        private Duration patience;

        Wire(Link below, Duration patience) {
            this.below = below;
            this.patience = patience;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            byte[] bytes = new byte[into.remaining()];
            int count = below.read(bytes, patience);
            if (count > 0) {
                into.put(bytes, 0, count);
            }
            return count;
        }

        @Override
        public int readNow(ByteBuffer into) {
            // a client reads only when it is owed an answer
            return 0;
        }

        @Override
        public void write(ByteBuffer from) throws IOException {
            byte[] bytes = new byte[from.remaining()];
            from.get(bytes);
            below.write(bytes, bytes.length);
        }
    }

    /// Everything through a layer of SASL.
    static final class Layered implements Link {
        private final Link below;
        private final SecurityLayer layer;
        private byte[] plain = NOTHING;
        private int at;

        Layered(Link below, SecurityLayer layer) {
            this.below = below;
            this.layer = layer;
        }

        @Override
        public int read(byte[] bytes, Duration patience) throws IOException {
            while (at == plain.length) {
                int count = below.read(bytes, patience);
                if (count < 0) {
                    return -1;
                }
                plain = layer.unwrap(bytes, 0, count);
                at = 0;
            }
            int count = Math.min(bytes.length, plain.length - at);
            System.arraycopy(plain, at, bytes, 0, count);
            at += count;
            return count;
        }

        @Override
        public void write(byte[] bytes, int length) throws IOException {
            int most = layer.maxPlain();
            for (int from = 0; from < length; from += most) {
                byte[] packet = layer.wrap(bytes, from, Math.min(most, length - from));
                below.write(packet, packet.length);
            }
        }

        @Override
        public void sayGoodbye() {
            below.sayGoodbye();
        }

        @Override
        public void close() {
            Arrays.fill(plain, (byte) 0);
            below.close();
        }
    }
}
