package org.postern.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.postern.base.Clock;

/// Puts one question to one server: over UDP from a fresh random port, over TCP when the response does not fit.
///
/// Blocks the calling thread, which should be a virtual one, for at most the time-out each way.
final class DnsTransport {
    /// Datagrams that are no response to the question: so many are dropped, then the server is given up.
    private static final int MOST_STRAYS = 100;

    private final Clock clock;
    private final long timeoutNanos;
    private final boolean tcpOnly;
    private final SecureRandom random = new SecureRandom();

    DnsTransport(Clock clock, long timeoutNanos, Set<DnsSettings.Mode> modes) {
        this.tcpOnly = modes.contains(DnsSettings.Mode.TCP_ONLY);
        this.clock = clock;
        this.timeoutNanos = timeoutNanos;
    }

    /// The response of the server.
    ///
    /// @throws IOException when there is none in time, or it cannot be asked
    DnsResponse ask(InetSocketAddress server, DnsWire question) throws IOException {
        if (tcpOnly) {
            return overTcp(server, question);
        }
        DnsResponse response = overUdp(server, question, true);
        if (response.verdict() == DnsResponse.Verdict.FORMAT_ERROR) {
            response = overUdp(server, question, false);
        }
        return response.truncated() ? overTcp(server, question) : response;
    }

    private DnsResponse overUdp(InetSocketAddress server, DnsWire question, boolean extended) throws IOException {
        int id = random.nextInt(1 << 16);
        long begin = clock.nanoTime();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            byte[] query = question.bytes(id, extended);
            socket.send(new DatagramPacket(query, query.length));
            byte[] buffer = new byte[4096];
            for (int stray = 0; stray < MOST_STRAYS; stray++) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.setSoTimeout(remainingMillis(begin));
                socket.receive(packet);
                byte[] bytes = Arrays.copyOf(buffer, packet.getLength());
                Optional<DnsResponse> response = question.response(bytes, id);
                if (response.isPresent()) {
                    return response.get();
                }
            }
            throw new IOException("only answers to other questions");
        }
    }

    private DnsResponse overTcp(InetSocketAddress server, DnsWire question) throws IOException {
        int id = random.nextInt(1 << 16);
        long begin = clock.nanoTime();
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.connect(server, remainingMillis(begin));
            byte[] query = question.bytes(id, true);
            byte[] framed = new byte[query.length + 2];
            framed[0] = (byte) (query.length >> 8);
            framed[1] = (byte) query.length;
            System.arraycopy(query, 0, framed, 2, query.length);
            socket.getOutputStream().write(framed);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] head = new byte[2];
            fill(socket, in, head, begin);
            byte[] bytes = new byte[(head[0] & 0xff) << 8 | (head[1] & 0xff)];
            fill(socket, in, bytes, begin);
            return question.response(bytes, id).orElseThrow(() -> new IOException("an answer to another question"));
        }
    }

    /// Fills the array before the time is over, however slowly the bytes come.
    private void fill(Socket socket, DataInputStream in, byte[] bytes, long begin) throws IOException {
        int have = 0;
        while (have < bytes.length) {
            socket.setSoTimeout(remainingMillis(begin));
            int count = in.read(bytes, have, bytes.length - have);
            if (count < 0) {
                throw new IOException("the server closed");
            }
            have += count;
        }
    }

    private int remainingMillis(long begin) throws SocketTimeoutException {
        long left = TimeUnit.NANOSECONDS.toMillis(timeoutNanos - (clock.nanoTime() - begin));
        if (left <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }
}
