package org.postern.programs.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.Semaphore;
import org.postern.base.Ascii;

/// Answers `GET /metrics` over HTTP with the figures. One request for each connection; everything else is 404.
public final class MetricsEndpoint implements AutoCloseable {
    private static final int MAX_REQUEST = 4096;
    private static final int MAX_CONNECTIONS = 8;
    private static final int TIMEOUT_MILLIS = 5000;
    private static final int BACKLOG = 16;
    private static final String TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final ServerSocket socket;
    private final MetricsText text;
    private final Semaphore places = new Semaphore(MAX_CONNECTIONS);

    private MetricsEndpoint(ServerSocket socket, MetricsText text) {
        this.socket = socket;
        this.text = text;
    }

    /// Listens and serves until [#close].
    ///
    /// @throws IOException when the address cannot be had
    public static MetricsEndpoint open(InetSocketAddress address, MetricsText text) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(address, BACKLOG);
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
        MetricsEndpoint endpoint = new MetricsEndpoint(socket, text);
        Thread.ofVirtual().name("metrics").start(endpoint::run);
        return endpoint;
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private void run() {
        while (!socket.isClosed()) {
            try {
                Socket one = socket.accept();
                if (places.tryAcquire()) {
                    Thread.ofVirtual().name("metrics-request").start(() -> serve(one));
                } else {
                    one.close();
                }
            } catch (SocketException _) {
                return;
            } catch (IOException _) {
                // The next one may do better.
            }
        }
    }

    private void serve(Socket one) {
        try (one) {
            one.setSoTimeout(TIMEOUT_MILLIS);
            String request = request(one.getInputStream());
            boolean wanted = request.startsWith("GET /metrics ") || request.startsWith("GET /metrics?");
            String body = wanted ? text.render() : "only GET /metrics is answered\n";
            String head = "HTTP/1.1 " + (wanted ? "200 OK" : "404 Not Found") + "\r\nContent-Type: "
                    + (wanted ? TYPE : "text/plain") + "\r\nContent-Length: " + body.length()
                    + "\r\nConnection: close\r\n\r\n";
            one.getOutputStream().write(Ascii.bytes(head + body));
        } catch (IOException _) {
            // The client has gone or is too slow.
        } finally {
            places.release();
        }
    }

    private static String request(InputStream in) throws IOException {
        byte[] bytes = new byte[MAX_REQUEST];
        int length = 0;
        while (length < MAX_REQUEST) {
            int count = in.read(bytes, length, MAX_REQUEST - length);
            if (count < 0) {
                break;
            }
            length += count;
            String text = Ascii.text(bytes, 0, length);
            if (text.contains("\r\n\r\n") || text.contains("\n\n")) {
                return text;
            }
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
