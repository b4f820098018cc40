package org.postern.programs.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.postern.base.Ascii;

/// Serves one SMTP client until STARTTLS, and then hands its bytes to another server.
final class PlainSmtpServer implements AutoCloseable {
    private static final int NOBODY = 0;

    private final ServerSocket listener;

    private PlainSmtpServer(ServerSocket listener) {
        this.listener = listener;
    }

    static PlainSmtpServer start(List<String> extensions) throws IOException {
        return start(extensions, NOBODY);
    }

    static PlainSmtpServer start(List<String> extensions, int backend) throws IOException {
        ServerSocket listener = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(() -> serve(listener, extensions, backend));
        return new PlainSmtpServer(listener);
    }

    int port() {
        return listener.getLocalPort();
    }

    private static void serve(ServerSocket listener, List<String> extensions, int backend) {
        try (Socket client = listener.accept()) {
            say(client, "220 mx.other.test ready");
            awaitLine(client.getInputStream());
            say(client, String.join("\r\n", extensions));
            if (awaitLine(client.getInputStream()) < 0 || backend == NOBODY) {
                return;
            }
            say(client, "220 go");
            try (Socket other = new Socket(InetAddress.ofLiteral("127.0.0.1"), backend)) {
                Thread back = Thread.ofVirtual().start(() -> pass(other, client));
                pass(client, other);
                other.shutdownOutput();
                back.join();
            }
        } catch (IOException _) {
            // the client has what it wanted
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(Socket client, String text) throws IOException {
        client.getOutputStream().write(Ascii.bytes(text + "\r\n"));
    }

    private static int awaitLine(InputStream in) throws IOException {
        int c = in.read();
        while (c >= 0 && c != '\n') {
            c = in.read();
        }
        return c;
    }

    private static void pass(Socket from, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            from.getInputStream().transferTo(out);
        } catch (IOException _) {
            // one side has gone
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
