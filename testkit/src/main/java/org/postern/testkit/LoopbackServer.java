package org.postern.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// Accepts connections on a free port of 127.0.0.1 and serves each on a virtual thread, until it is closed.
final class LoopbackServer implements AutoCloseable {
    /// Serves one connection; it is closed afterwards.
    interface Service {
        /// Talks until the end.
        ///
        /// @param number 0 for the first connection
        void serve(Socket socket, int number) throws IOException;
    }

    private final ServerSocket listener;
    private final Service service;
    private final int limitMillis;
    private final Semaphore places;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private LoopbackServer(ServerSocket listener, Service service, int mostConnections, int limitMillis) {
        this.listener = listener;
        this.service = service;
        this.limitMillis = limitMillis;
        this.places = new Semaphore(mostConnections);
    }

    /// @param limitMillis how long a read may wait for the client
    static LoopbackServer start(Service service, int mostConnections, int limitMillis) {
        try {
            ServerSocket listener = new ServerSocket(0, 1000, InetAddress.ofLiteral("127.0.0.1"));
            LoopbackServer server = new LoopbackServer(listener, service, mostConnections, limitMillis);
            server.threads.execute(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
            threads.close();
        }
    }

    private void accept() {
        for (int number = 0; !listener.isClosed(); number++) {
            try {
                places.acquire();
                Socket socket = listener.accept();
                int mine = number;
                open.add(socket);
                threads.execute(() -> serve(socket, mine));
            } catch (IOException | InterruptedException _) {
                return;
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(limitMillis);
            service.serve(socket, number);
        } catch (IOException _) {
            // The client went away, or this server was closed.
        } finally {
            open.remove(socket);
            places.release();
        }
    }
}
