package org.postern.deliver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.postern.testkit.GnuSaslServer;
import org.postern.testkit.ProcessFamily;

/// A next hop whose trust is judged by foreign hands: `openssl s_server` speaks TLS and says what it exports for the
/// binding, the library of GNU SASL authenticates. Only the few words of SMTP between them are ours. One connection.
final class ForeignHost implements AutoCloseable {
    private static final int LIMIT_MILLIS = 20_000;
    private static final String EXPORTED = "    Keying material: ";

    private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
    private final Process tls;
    private final BufferedReader said;
    private final OutputStream typed;
    private final String offered;
    private final byte[] other;
    private final List<String> seen = new ArrayList<>();
    private final FutureTask<List<String>> session = new FutureTask<>(this::serve);

    /// @param folder has `server.pem` and `server.key`
    /// @param version an option of `s_server`, `-tls1_3` for example
    /// @param offered the words of the AUTH line, in TLS
    /// @param other is mixed into what TLS exports: somebody between would have another connection
    ForeignHost(Path folder, String version, String offered, byte[] other) throws IOException {
        this.offered = offered;
        this.other = other.clone();
        List<String> command =
                new ArrayList<>(List.of("openssl", "s_server", "-accept", "127.0.0.1:0", "-naccept", "1"));
        command.addAll(List.of("-cert", "server.pem", "-key", "server.key", version));
        command.addAll(List.of("-keymatexport", "EXPORTER-Channel-Binding", "-keymatexportlen", "32"));
        tls = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        said = tls.inputReader(StandardCharsets.ISO_8859_1);
        typed = tls.getOutputStream();
        Thread.ofVirtual().start(session);
    }

    int port() {
        return listening.getLocalPort();
    }

    /// What came, with the outcome of GNU SASL in the place of an exchange; waits for the end of the connection.
    List<String> seen() throws Exception {
        return session.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private List<String> serve() throws IOException {
        try (Socket socket = listening.accept();
                Socket inner = new Socket(InetAddress.ofLiteral("127.0.0.1"), tlsPort())) {
            socket.setSoTimeout(LIMIT_MILLIS);
            inner.setSoTimeout(LIMIT_MILLIS);
            InputStream in = socket.getInputStream();
            say(socket.getOutputStream(), "220 foreign.test ESMTP");
            seen.add(line(in));
            say(socket.getOutputStream(), "250-foreign.test\r\n250 STARTTLS");
            seen.add(line(in));
            say(socket.getOutputStream(), "220 2.0.0 go");
            Thread.ofVirtual().start(() -> pump(in, inner));
            Thread.ofVirtual().start(() -> answers(inner, socket));
            inside(exported());
            return List.copyOf(seen);
        }
    }

    private int tlsPort() throws IOException {
        String line = until("ACCEPT ");
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    private byte[] exported() throws IOException {
        byte[] material = HexFormat.of()
                .parseHex(until(EXPORTED).substring(EXPORTED.length()).strip());
        for (int i = 0; i < other.length; i++) {
            material[i] ^= other[i];
        }
        return material;
    }

    private String until(String beginning) throws IOException {
        StringBuilder before = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(beginning)) {
                return line;
            }
            before.append(line).append('\n');
        }
        throw new IOException("openssl s_server did not say " + beginning + ": " + before);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    private static void say(OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static void pump(InputStream from, Socket to) {
        try {
            long _ = from.transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException _) {
            // one of them has gone
        }
    }

    private static void answers(Socket from, Socket to) {
        try {
            pump(from.getInputStream(), to);
        } catch (IOException _) {
            // one of them has gone
        }
    }

    /// The session in TLS.
    private void inside(byte[] exporter) throws IOException {
        boolean data = false;
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (data && !line.equals(".")) {
                continue;
            }
            String verb = line.split(" ", 2)[0];
            data = verb.equals("DATA");
            if (verb.equals("AUTH")) {
                authenticate(line.split(" ", -1), exporter);
                continue;
            }
            if (!verb.equals(".")) {
                seen.add(line);
            }
            if (verb.equals("QUIT")) {
                return; // the client does not wait
            }
            say(
                    typed,
                    switch (verb) {
                        case "EHLO" -> "250-foreign.test\r\n250 AUTH " + offered;
                        case "DATA" -> "354 go on";
                        default -> "250 2.0.0 ok";
                    });
        }
    }

    private void authenticate(String[] command, byte[] exporter) throws IOException {
        try (GnuSaslServer judge = new GnuSaslServer(command[1], "secret", exporter)) {
            GnuSaslServer.Step step = judge.step(command.length > 2 ? command[2] : "");
            while (step.goesOn() || (step.accepted() && !step.message().isEmpty())) {
                say(typed, "334 " + step.message());
                String answer = said.readLine();
                step = step.accepted() ? new GnuSaslServer.Step(step.outcome(), "") : judge.step(answer);
            }
            seen.add(command[1] + " " + judge.user() + " " + step.outcome());
            say(typed, step.accepted() ? "235 2.7.0 you are known" : "535 5.7.8 no");
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        ProcessFamily.end(tls, 5);
    }
}
