package org.postern.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// A name server on a free port of 127.0.0.1, UDP and TCP, that answers from a text as a recursive server would, and
/// misbehaves where the text says so.
///
/// One record a line: `name [ttl] TYPE data`; names without a final dot are complete; the owner of a PTR record may be
/// an address; TTL 300 by default, also for negative answers. `#` begins a comment line. Behaviours:
///
/// | line | for questions about this name |
/// |---|---|
/// | `name !SERVFAIL`, `!REFUSED` | this response code |
/// | `name !TIMEOUT` | no answer at all |
/// | `name !OFFTOPIC` | answers with another id, to another question, and garbage come before the right one |
/// | `name !LIES` | the right answer with records of other names in it |
/// | `name !GARBAGE` | bytes that are no message |
/// | `name !TRUNCATED` | over UDP only "truncated" |
/// | `name !ALIASONLY` | aliases are not followed |
/// | `name !NOEDNS` | "format error" when the question has an OPT record |
/// | `name !MANY n` | n mail exchangers `mxN.name` of preference N, the best last |
public final class FakeDnsServer implements AutoCloseable {
    private static final int MOST_ASKED = 100_000;
    private static final int MOST_CONNECTIONS = 256;
    private static final int LIMIT_MILLIS = 10_000;
    private static final int RECEIVE_BUFFER = 4 << 20;
    private static final long NEGATIVE_TTL = 300;

    private final FakeZone zone;
    private final DatagramSocket datagrams;
    private final ServerSocket connections;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(MOST_CONNECTIONS);
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    private FakeDnsServer(FakeZone zone, DatagramSocket datagrams, ServerSocket connections) {
        this.zone = zone;
        this.datagrams = datagrams;
        this.connections = connections;
    }

    /// Starts a server for this text.
    ///
    /// @throws IllegalArgumentException for a line that is none of the format
    public static FakeDnsServer start(String zone) {
        FakeZone parsed = FakeZone.parse(zone);
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        for (int attempt = 0; attempt < 20; attempt++) {
            try {
                ServerSocket connections = new ServerSocket(0, 1000, loopback);
                try {
                    DatagramSocket datagrams =
                            new DatagramSocket(new InetSocketAddress(loopback, connections.getLocalPort()));
                    datagrams.setReceiveBufferSize(RECEIVE_BUFFER);
                    FakeDnsServer server = new FakeDnsServer(parsed, datagrams, connections);
                    server.threads.execute(server::serveUdp);
                    server.threads.execute(server::serveTcp);
                    return server;
                } catch (IOException _) {
                    connections.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new AssertionError("no port is free for both UDP and TCP");
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return new InetSocketAddress(connections.getInetAddress(), connections.getLocalPort());
    }

    /// The questions so far, as `name TYPE`, without final dot, over UDP and TCP.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        datagrams.close();
        try {
            connections.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
        threads.close();
    }

    private void serveUdp() {
        byte[] buffer = new byte[65_535];
        while (!datagrams.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                datagrams.receive(packet);
                byte[] question = Arrays.copyOf(buffer, packet.getLength());
                for (byte[] answer : answers(question, false)) {
                    datagrams.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException _) {
                // Closed, or not a question: the next one.
            }
        }
    }

    private void serveTcp() {
        while (!connections.isClosed()) {
            try {
                Socket socket = connections.accept();
                places.acquire();
                threads.execute(() -> serve(socket));
            } catch (IOException | InterruptedException _) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(LIMIT_MILLIS);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] question = new byte[in.readUnsignedShort()];
            in.readFully(question);
            for (byte[] answer : answers(question, true)) {
                byte[] framed = new byte[answer.length + 2];
                framed[0] = (byte) (answer.length >> 8);
                framed[1] = (byte) answer.length;
                System.arraycopy(answer, 0, framed, 2, answer.length);
                socket.getOutputStream().write(framed);
            }
        } catch (IOException _) {
            // The client went away.
        } finally {
            places.release();
        }
    }

    private List<byte[]> answers(byte[] bytes, boolean tcp) throws IOException {
        Message query = new Message(bytes);
        Record question = query.getQuestion();
        if (count.incrementAndGet() <= MOST_ASKED) {
            asked.add(question.getName().toString(true) + " " + Type.string(question.getType()));
        }
        int room = tcp
                ? Message.MAXLENGTH
                : query.getOPT() == null ? 512 : query.getOPT().getPayloadSize();
        Message right = answer(query);
        byte[] wire = right.toWire(room);
        return switch (zone.behaviour(question.getName())) {
            case "TIMEOUT" -> List.of();
            case "GARBAGE" -> List.of(new byte[] {1, 2, 3});
            case "OFFTOPIC" -> List.of(otherId(query, room), otherQuestion(query, room), new byte[] {9}, wire);
            case "LIES" -> {
                right.addRecord(bogus(Name.fromString("other.test.")), Section.ANSWER);
                yield List.of(right.toWire(room));
            }
            case "TRUNCATED" -> {
                Message cut = header(query, Rcode.NOERROR);
                cut.getHeader().setFlag(Flags.TC);
                yield List.of(tcp ? wire : cut.toWire());
            }
            case "NOEDNS" ->
                List.of(
                        query.getOPT() == null
                                ? wire
                                : header(query, Rcode.FORMERR).toWire());
            default -> List.of(wire);
        };
    }

    private Message answer(Message query) throws IOException {
        Record question = query.getQuestion();
        Name name = FakeZone.absolute(question.getName().toString());
        String behaviour = zone.behaviour(name);
        if (behaviour.equals("SERVFAIL") || behaviour.equals("REFUSED")) {
            return header(query, behaviour.equals("SERVFAIL") ? Rcode.SERVFAIL : Rcode.REFUSED);
        }
        List<Record> found = new ArrayList<>(zone.answer(name, question.getType(), !behaviour.equals("ALIASONLY")));
        boolean negative = found.stream().noneMatch(record -> record.getType() == question.getType());
        Message answer = header(query, negative && !zone.exists(name) ? Rcode.NXDOMAIN : Rcode.NOERROR);
        found.forEach(record -> answer.addRecord(record, Section.ANSWER));
        if (negative && !behaviour.equals("ALIASONLY")) {
            Name root = Name.fromString("test.");
            answer.addRecord(
                    new SOARecord(root, DClass.IN, NEGATIVE_TTL, root, root, 1, 1, 1, 1, NEGATIVE_TTL),
                    Section.AUTHORITY);
        }
        return answer;
    }

    private static Message header(Message query, int rcode) {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RD);
        answer.getHeader().setFlag(Flags.RA);
        answer.getHeader().setRcode(rcode);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        return answer;
    }

    private static byte[] otherId(Message query, int room) {
        Message wrong = header(query, Rcode.NOERROR);
        wrong.getHeader().setID(query.getHeader().getID() ^ 1);
        wrong.addRecord(bogus(query.getQuestion().getName()), Section.ANSWER);
        return wrong.toWire(room);
    }

    private static byte[] otherQuestion(Message query, int room) throws IOException {
        Message wrong = new Message(query.getHeader().getID());
        wrong.getHeader().setFlag(Flags.QR);
        Name other = Name.fromString("other.test.");
        wrong.addRecord(Record.newRecord(other, query.getQuestion().getType(), DClass.IN), Section.QUESTION);
        wrong.addRecord(bogus(query.getQuestion().getName()), Section.ANSWER);
        return wrong.toWire(room);
    }

    private static Record bogus(Name name) {
        return new ARecord(name, DClass.IN, NEGATIVE_TTL, InetAddress.ofLiteral("203.0.113.66"));
    }
}
