package org.postern.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// Hands in messages one after the other, each in a session of its own, and prints how long whole sessions take: what a
/// client of good will notices while others misbehave.
public final class OtherClient {
    private static final long SLOW_MILLIS = 1000;

    private final int port;
    private final String recipient;

    private OtherClient(int port, String recipient) {
        this.port = port;
        this.recipient = recipient;
    }

    /// Runs for so long.
    ///
    /// @param arguments port, recipient, seconds altogether, milliseconds between two sessions
    public static void main(String[] arguments) throws IOException, InterruptedException {
        OtherClient client = new OtherClient(Integer.parseInt(arguments[0]), arguments[1]);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.parseInt(arguments[2]));
        long pause = Integer.parseInt(arguments[3]);
        double[] seconds = new double[1024];
        int count = 0;
        while (System.nanoTime() - end < 0) {
            long begin = System.nanoTime();
            client.session();
            if (count == seconds.length) {
                seconds = Arrays.copyOf(seconds, 2 * count);
            }
            seconds[count++] = (System.nanoTime() - begin) / 1e9;
            Thread.sleep(pause);
        }
        double[] sorted = Arrays.copyOf(seconds, count);
        Arrays.sort(sorted);
        System.out.printf(
                "other client: %d sessions, %.3f s in the middle, %.3f s for 99 of 100, %.3f s at worst%n",
                count, sorted[count / 2], sorted[Math.min(count - 1, count * 99 / 100)], sorted[count - 1]);
    }

    private void session() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            socket.setTcpNoDelay(true);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            expect(in, "220");
            say(socket, "EHLO other.test\r\n");
            expect(in, "250");
            say(socket, "MAIL FROM:<other@other.test>\r\n");
            expect(in, "250");
            say(socket, "RCPT TO:<" + recipient + ">\r\n");
            expect(in, "250");
            say(socket, "DATA\r\n");
            expect(in, "354");
            say(socket, "Subject: other\r\n\r\nbody\r\n.\r\n");
            expect(in, "250");
            say(socket, "QUIT\r\n");
            expect(in, "221");
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void expect(BufferedReader in, String code) throws IOException {
        long begin = System.nanoTime();
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        if (line == null || !line.startsWith(code)) {
            throw new IOException("expected " + code + ", got " + line);
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        if (millis > SLOW_MILLIS) {
            System.out.println("other client: waited " + millis + " ms for: " + line);
        }
    }
}
