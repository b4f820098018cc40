package org.postern.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// Sessions with STARTTLS and one message of 4 KiB each, every one with a whole handshake.
public final class TlsSessions {
    private static final String BODY = ("x".repeat(78) + "\r\n").repeat(4096 / 80);

    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private TlsSessions() {}

    /// Runs them all and prints how many went well and how long it took; with a next hop and an account also what one
    /// cost until it was delivered.
    ///
    /// @param arguments port, sessions, sessions at once, recipient, `tls` or `clear` for no TLS at all;
    ///     optionally also the next hop's port and the file that counts processor time
    public static void main(String[] arguments) throws InterruptedException, IOException {
        int port = Integer.parseInt(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        int atOnce = Integer.parseInt(arguments[2]);
        boolean clear = arguments.length > 4 && arguments[4].equals("clear");
        if (arguments.length < 7) {
            long begun = System.nanoTime();
            int good = run(port, count, atOnce, arguments[3], clear);
            System.out.println(good + " sessions in " + (System.nanoTime() - begun) / 1_000_000 + " ms");
            return;
        }
        Path account = Path.of(arguments[6]);
        try (Destination sink = Destination.sink(Integer.parseInt(arguments[5]))) {
            ProcessFigures before = ProcessFigures.ofAccount(account);
            long begun = System.nanoTime();
            int good = run(port, count, atOnce, arguments[3], clear);
            double accepted = (System.nanoTime() - begun) / 1e9;
            long deadline = begun + PATIENCE_NANOS;
            while (sink.arrived() < good && System.nanoTime() < deadline) {
                LockSupport.parkNanos(1_000_000);
            }
            double cpu = ProcessFigures.ofAccount(account).cpuSeconds() - before.cpuSeconds();
            System.out.printf(
                    "messages=%d failed=%d accepted/s=%.0f cpu-s/1000=%.2f%n",
                    good, count - good, good / accepted, cpu * 1000 / Math.max(1, good));
        }
        System.exit(0);
    }

    private static int run(int port, int count, int atOnce, String recipient, boolean clear)
            throws InterruptedException {
        AtomicInteger left = new AtomicInteger(count);
        AtomicInteger good = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < atOnce; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                while (left.decrementAndGet() >= 0) {
                    try {
                        session(port, recipient, clear);
                        good.incrementAndGet();
                    } catch (IOException | GeneralSecurityException failed) {
                        System.err.println(failed);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return good.get();
    }

    /// A context of its own: no session is taken up again.
    private static void session(int port, String recipient, boolean clear)
            throws IOException, GeneralSecurityException {
        SSLContext context = context();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            reply(in, '2');
            say(socket.getOutputStream(), in, "EHLO bench.test", '2');
            if (clear) {
                message(socket.getOutputStream(), in, recipient);
                return;
            }
            say(socket.getOutputStream(), in, "STARTTLS", '2');
            try (SSLSocket inside =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", port, true)) {
                inside.startHandshake();
                say(inside.getOutputStream(), inside.getInputStream(), "EHLO bench.test", '2');
                message(inside.getOutputStream(), inside.getInputStream(), recipient);
            }
        }
    }

    /// Takes whoever answers; no session is taken up in another one.
    static SSLContext context() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        return context;
    }

    private static void message(OutputStream out, InputStream in, String recipient) throws IOException {
        say(out, in, "MAIL FROM:<bench@bench.test>", '2');
        say(out, in, "RCPT TO:<" + recipient + ">", '2');
        say(out, in, "DATA", '3');
        say(out, in, "Subject: bench\r\n\r\n" + BODY + ".", '2');
        say(out, in, "QUIT", '2');
    }

    private static void say(OutputStream out, InputStream in, String line, char good) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        reply(in, good);
    }

    private static void reply(InputStream in, char good) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("closed after " + line);
            }
            if (c != '\n') {
                line.append((char) c);
            } else if (line.length() > 3 && line.charAt(3) == '-') {
                line.setLength(0);
            } else if (line.charAt(0) == good) {
                return;
            } else {
                throw new IOException(line.toString().strip());
            }
        }
    }

    /// The certificate is not what is measured.
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
