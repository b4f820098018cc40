package org.postern.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// TLS over a connection: a handshake, then bytes both ways. For one virtual thread; it blocks where the transport
/// blocks, and holds only a small buffer while it waits for the next record.
///
/// What came in clear before the handshake must not be in the transport any more (RFC 3207 §4.2): the caller looks.
public final class TlsConversation {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int RECORD_HEADER = 5;
    private static final int SMALL = 512;

    /// A handshake with long chains has some 20 KiB.
    private static final int MAX_HANDSHAKE_BYTES = 256 << 10;

    /// Records after the handshake that carry no data: tickets, key updates, empty records.
    private static final int MAX_SILENT_RECORDS = 1000;

    private final SSLEngine engine;
    private final TlsTransport transport;
    private final TlsMaterial material;
    private final boolean server;
    private final boolean asked;

    /// Bytes of the wire that are not yet decoded, ready to be read.
    private ByteBuffer wire = NOTHING;

    /// Bytes that are decoded and nobody has read yet.
    private ByteBuffer plain = NOTHING;

    private int silentRecords;
    private boolean ended;
    private boolean closed;
    private @Nullable TlsIdentity identity;

    TlsConversation(SSLEngine engine, TlsTransport transport, TlsMaterial material, boolean server, boolean asked) {
        this.engine = engine;
        this.transport = transport;
        this.material = material;
        this.server = server;
        this.asked = asked;
    }

    /// The server's side; nothing happens before [#handshake].
    public static TlsConversation server(TlsServerContext context, TlsTransport transport, ServerWish wish) {
        return new TlsConversation(
                context.engine(wish),
                transport,
                context.material(),
                true,
                wish.askForCertificate() && context.material().asksForCertificates());
    }

    /// The client's side; nothing happens before [#handshake].
    public static TlsConversation client(TlsClientContext context, TlsTransport transport, ClientWish wish) {
        return new TlsConversation(context.engine(wish), transport, context.material(), false, true);
    }

    /// Agrees with the other side. Bounded in bytes; the transport bounds the time.
    ///
    /// @throws TlsFailure when that did not work; the connection is then of no use
    /// @throws IOException of the transport, a deadline for example
    public void handshake() throws IOException {
        Outgoing out = new Outgoing();
        int left = MAX_HANDSHAKE_BYTES;
        long begun = material.check().nowMillis();
        try {
            if (server && material.keys().size() > 1) {
                left -= waitForHello();
                ClientHello.of(wire).ifPresent(this::chooseByName);
            }
            engine.beginHandshake();
            HandshakeStatus status = engine.getHandshakeStatus();
            while (status != HandshakeStatus.NOT_HANDSHAKING) {
                switch (status) {
                    case NEED_TASK -> runTasks();
                    case NEED_WRAP -> out.wrapNothing();
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                        out.flush();
                        left -= unwrapOrWait();
                        if (left < 0) {
                            throw new TlsFailure(TlsFailure.Kind.TOO_MUCH, "excessive message size");
                        }
                    }
                    case FINISHED, NOT_HANDSHAKING -> {}
                }
                status = engine.getHandshakeStatus();
            }
            out.flush();
        } catch (SSLException failed) {
            sayGoodbye(out);
            throw FailureWords.of(failed);
        }
        identity = PeerIdentity.of(engine.getSession(), server, asked, begun, material);
    }

    /// Decodes one record, or waits for bytes when there is no whole one.
    ///
    /// @return how many bytes came
    private int unwrapOrWait() throws IOException {
        ByteBuffer target = ByteBuffer.allocate(Math.max(SMALL, recordLength()));
        ByteBuffer first = wire.duplicate();
        SSLEngineResult result;
        try {
            result = engine.unwrap(wire, target);
        } catch (SSLException failed) {
            Optional<String> alert = PlainAlert.first(first);
            throw alert.isPresent() ? new SSLException(FailureWords.ofAlert(alert.get(), failed)) : failed;
        }
        return switch (result.getStatus()) {
            case BUFFER_UNDERFLOW -> waitForBytes();
            case BUFFER_OVERFLOW -> throw new TlsFailure(TlsFailure.Kind.PROTOCOL, "data between handshake messages");
            case CLOSED -> throw new TlsFailure(TlsFailure.Kind.CLOSED, "unexpected eof while reading");
            case OK -> {
                keep(target);
                yield 0;
            }
        };
    }

    /// Takes bytes until the first record is whole, or is none: what the engine then says stands.
    private int waitForHello() throws IOException {
        int count = 0;
        while (ClientHello.begins(wire) && (wire.remaining() < RECORD_HEADER || wire.remaining() < recordLength())) {
            count += waitForBytes();
        }
        return count;
    }

    /// The engine takes the suites that are enabled when the handshake begins.
    private void chooseByName(ClientHello hello) {
        boolean newest = hello.newest() && List.of(engine.getEnabledProtocols()).contains("TLSv1.3");
        if (!hello.serverName().isEmpty() && !newest) {
            List<String> enabled = List.of(engine.getEnabledCipherSuites());
            engine.setEnabledCipherSuites(
                    NamedSuites.of(material.keys(), hello, enabled).toArray(String[]::new));
        }
    }

    private int waitForBytes() throws IOException {
        int count = fill(true);
        if (count < 0) {
            throw new TlsFailure(TlsFailure.Kind.CLOSED, "unexpected eof while reading");
        }
        return count;
    }

    /// The length of the record that stands first, as far as it is known; a plain text gives nonsense that the engine
    /// refuses.
    private int recordLength() {
        int length = RECORD_HEADER;
        if (wire.remaining() >= RECORD_HEADER) {
            int at = wire.position();
            length += ((wire.get(at + 3) & 0xff) << 8) | (wire.get(at + 4) & 0xff);
        }
        return length;
    }

    /// Takes more bytes from the transport; the buffer is as large as the record that it waits for.
    private int fill(boolean wait) throws IOException {
        int needed =
                Math.max(SMALL, Math.min(recordLength(), engine.getSession().getPacketBufferSize()));
        ByteBuffer room = wire;
        if (room.capacity() < needed || (!room.hasRemaining() && room.capacity() > needed)) {
            room = ByteBuffer.allocate(needed);
            room.put(wire);
        } else {
            room.compact();
        }
        int count;
        try {
            count = wait ? transport.read(room) : transport.readNow(room);
        } finally {
            room.flip();
            wire = room;
        }
        return count;
    }

    private void runTasks() {
        Runnable task = engine.getDelegatedTask();
        while (task != null) {
            task.run();
            task = engine.getDelegatedTask();
        }
    }

    private void keep(ByteBuffer decoded) {
        decoded.flip();
        if (decoded.hasRemaining()) {
            if (plain.hasRemaining()) {
                ByteBuffer both = ByteBuffer.allocate(plain.remaining() + decoded.remaining());
                both.put(plain).put(decoded).flip();
                plain = both;
            } else {
                plain = decoded;
            }
        }
    }

    /// Waits for data.
    ///
    /// @return how many bytes, at least one; -1 when the other side has ended the conversation
    /// @throws TlsFailure when the other side breaks the rules
    public int read(byte[] into, int offset, int length) throws IOException {
        return read(into, offset, length, true);
    }

    /// Takes data that is here, without waiting.
    ///
    /// @return how many bytes; 0 when there are none, -1 at the end
    public int readNow(byte[] into, int offset, int length) throws IOException {
        return read(into, offset, length, false);
    }

    private int read(byte[] into, int offset, int length, boolean wait) throws IOException {
        while (!plain.hasRemaining()) {
            plain = NOTHING;
            if (ended) {
                return -1;
            }
            int direct = decode(into, offset, length);
            if (direct > 0) {
                return direct;
            }
            if (direct < 0) {
                int count = fill(wait);
                ended = count < 0;
                if (count == 0 && !wait) {
                    return 0;
                }
            }
        }
        int count = Math.min(length, plain.remaining());
        plain.get(into, offset, count);
        return count;
    }

    /// Decodes one record into the array when it fits for sure, else into [#plain].
    ///
    /// @return how many bytes went into the array; -1 when there is no whole record
    private int decode(byte[] into, int offset, int length) throws IOException {
        int record = recordLength();
        if (wire.remaining() < record) {
            return -1;
        }
        boolean direct = length >= record;
        ByteBuffer target = direct ? ByteBuffer.wrap(into, offset, length) : ByteBuffer.allocate(record);
        int start = target.position();
        try {
            SSLEngineResult result = engine.unwrap(wire, target);
            if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
                return -1;
            }
            ended = result.getStatus() == SSLEngineResult.Status.CLOSED;
            int count = target.position() - start;
            if (count == 0 && !ended) {
                afterSilentRecord();
            }
            if (direct) {
                return count;
            }
            keep(target);
            return 0;
        } catch (SSLException failed) {
            ended = true;
            sayGoodbye(new Outgoing());
            throw FailureWords.of(failed);
        }
    }

    /// Tickets and key updates are few; a renegotiation of TLS 1.2 is refused (CVE-2009-3555, and its costs).
    private void afterSilentRecord() throws IOException {
        silentRecords++;
        HandshakeStatus status = engine.getHandshakeStatus();
        boolean renegotiates = status != HandshakeStatus.NOT_HANDSHAKING
                && !engine.getSession().getProtocol().equals("TLSv1.3");
        if (silentRecords > MAX_SILENT_RECORDS || renegotiates) {
            ended = true;
            if (renegotiates) {
                refuseRenegotiation();
            }
            closeNotify();
            throw new TlsFailure(
                    TlsFailure.Kind.TOO_MUCH, renegotiates ? "no renegotiation" : "too many records without data");
        }
        Outgoing out = new Outgoing();
        while (status == HandshakeStatus.NEED_TASK || status == HandshakeStatus.NEED_WRAP) {
            if (status == HandshakeStatus.NEED_TASK) {
                runTasks();
            } else {
                out.wrapNothing();
            }
            status = engine.getHandshakeStatus();
        }
        out.flush();
    }

    /// The engine refuses by itself, see [TlsServerContext]; its alert is fatal, where an orderly end would look as if
    /// the renegotiation had been over.
    private void refuseRenegotiation() {
        Outgoing out = new Outgoing();
        try {
            runTasks();
            out.wrapNothing();
            out.flush();
        } catch (IOException _) {
            sayGoodbye(out);
        }
    }

    /// True when bytes of the other side are here that [#read] has not given yet, whole or in part. For the check that
    /// nothing was sent ahead, and for pipelining.
    public boolean buffered() {
        return plain.hasRemaining() || wire.hasRemaining();
    }

    /// Sends all of it, in records as large as possible.
    public void write(byte[] from, int offset, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(from, offset, length);
        Outgoing out = new Outgoing();
        try {
            while (rest.hasRemaining()) {
                out.wrap(rest);
            }
            out.flush();
        } catch (SSLException failed) {
            throw FailureWords.of(failed);
        }
    }

    /// Says that nothing follows. Does not close the transport, and never throws: the other side may be gone.
    public void closeNotify() {
        sayGoodbye(new Outgoing());
    }

    private void sayGoodbye(Outgoing out) {
        if (closed) {
            return;
        }
        closed = true;
        try {
            engine.closeOutbound();
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !engine.isOutboundDone()) {
                out.wrapNothing();
            }
            out.flush();
        } catch (IOException _) {
            // The other side does not wait for it.
        }
    }

    /// What was agreed with whom.
    ///
    /// @throws IllegalStateException before the handshake is done
    public TlsIdentity identity() {
        return Optional.ofNullable(identity).orElseThrow(() -> new IllegalStateException("no handshake yet"));
    }

    /// Encoded bytes on their way out: several records go in one write.
    private final class Outgoing {
        private ByteBuffer buffer = NOTHING;

        void wrapNothing() throws IOException {
            wrap(NOTHING);
        }

        void wrap(ByteBuffer data) throws IOException {
            int packet = engine.getSession().getPacketBufferSize();
            if (buffer.capacity() == 0) {
                buffer = ByteBuffer.allocate(packet + Math.min(packet, data.remaining() + SMALL));
            } else if (buffer.remaining() < packet) {
                flush();
            }
            SSLEngineResult result = engine.wrap(data, buffer);
            if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
                flush();
                if (buffer.capacity() < engine.getSession().getPacketBufferSize()) {
                    buffer = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
                }
            } else if (result.getStatus() == SSLEngineResult.Status.CLOSED && data.hasRemaining()) {
                throw new TlsFailure(TlsFailure.Kind.CLOSED, "the conversation has ended");
            } else if (result.bytesProduced() == 0 && data.hasRemaining()) {
                throw new TlsFailure(TlsFailure.Kind.INTERNAL, "nothing can be written in the middle of a handshake");
            }
        }

        void flush() throws IOException {
            if (buffer.position() > 0) {
                buffer.flip();
                transport.write(buffer);
                buffer.clear();
            }
        }
    }
}
