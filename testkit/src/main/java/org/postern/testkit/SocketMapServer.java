package org.postern.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.postern.base.Ascii;

/// A server for `socket` maps: reads netstrings, answers with what a function makes of them.
public final class SocketMapServer implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 64;
    private static final int LIMIT_MILLIS = 30_000;
    private static final int LONGEST = 1_000_000;

    private final LoopbackServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private SocketMapServer(UnaryOperator<String> answers) {
        server = LoopbackServer.start((socket, number) -> serve(socket, answers), MOST_CONNECTIONS, LIMIT_MILLIS);
    }

    /// Answers netstrings.
    ///
    /// @param answers makes the answer (`OK value`) of a request (`map key`); an empty one closes the connection
    public static SocketMapServer start(UnaryOperator<String> answers) {
        return new SocketMapServer(request -> {
            String answer = answers.apply(request);
            return answer.isEmpty() ? "" : answer.length() + ":" + answer + ",";
        });
    }

    /// Answers with bytes that need not be a netstring, to see how a client bears it.
    public static SocketMapServer raw(UnaryOperator<String> answers) {
        return new SocketMapServer(answers);
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return server.address();
    }

    /// All requests so far.
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void serve(Socket socket, UnaryOperator<String> answers) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        while (true) {
            int length = 0;
            for (int c = in.readUnsignedByte(); c != ':'; c = in.readUnsignedByte()) {
                length = 10 * length + c - '0';
                if (length > LONGEST || c < '0' || c > '9') {
                    return;
                }
            }
            byte[] text = new byte[length];
            in.readFully(text);
            if (in.readUnsignedByte() != ',') {
                return;
            }
            String request = Ascii.text(text);
            requests.add(request);
            String answer = answers.apply(request);
            if (answer.isEmpty()) {
                return;
            }
            socket.getOutputStream().write(Ascii.bytes(answer));
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
