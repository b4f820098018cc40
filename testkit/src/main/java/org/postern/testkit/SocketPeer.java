package org.postern.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import javax.security.sasl.SaslClient;
import org.postern.base.Ascii;

/// A TCP connection as a [TranscriptPeer]: the form for a running daemon and for the real sendmail.
public final class SocketPeer implements TranscriptPeer {
    private final int limitMillis;
    private final byte[] buffer = new byte[16 * 1024];
    private Socket socket;
    private Optional<TranscriptLogin.Layered> layer = Optional.empty();

    private SocketPeer(Socket socket, int limitMillis) {
        this.socket = socket;
        this.limitMillis = limitMillis;
    }

    /// Connects from any address.
    ///
    /// @param limitMillis as in the other form
    public static SocketPeer connect(InetSocketAddress address, int limitMillis) {
        return connect(address, new InetSocketAddress(0), limitMillis);
    }

    /// Connects.
    ///
    /// @param from the address to connect from, with port 0
    /// @param limitMillis how long to wait for the connection, and then for each piece of what the server sends
    public static SocketPeer connect(InetSocketAddress address, InetSocketAddress from, int limitMillis) {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.bind(from);
            socket.connect(address, limitMillis);
            socket.setSoTimeout(limitMillis);
            return new SocketPeer(socket, limitMillis);
        } catch (IOException e) {
            closeQuietly(socket);
            throw new UncheckedIOException("cannot connect to " + address + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void send(String bytes) {
        try {
            socket.getOutputStream()
                    .write(Ascii.bytes(layer.isPresent() ? layer.get().wrap(bytes) : bytes));
            socket.getOutputStream().flush();
        } catch (IOException _) {
            // The server has closed: what it said before is still to be read.
        }
    }

    @Override
    public Received receive() {
        try {
            int count = socket.getInputStream().read(buffer);
            if (count < 0) {
                return new Received.Closed();
            }
            String bytes = Ascii.text(buffer, 0, count);
            return new Received.Bytes(layer.isPresent() ? layer.get().unwrap(bytes) : bytes);
        } catch (SocketTimeoutException _) {
            return new Received.Silence("nothing within " + limitMillis + " ms");
        } catch (SocketException _) {
            // A reset: the server closed while bytes of ours were unread.
            return new Received.Closed();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts TLS with whatever certificate the server shows: transcripts are about the dialogue, not about trust.
    @Override
    public void startTls(Optional<String> certificate) {
        try {
            SSLSocket tls = (SSLSocket) TestCertificates.client(certificate)
                    .getSocketFactory()
                    .createSocket(socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
            tls.setSoTimeout(limitMillis);
            tls.startHandshake();
            socket = tls;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError("cannot start TLS: " + e.getMessage(), e);
        }
    }

    @Override
    public void startLayer(SaslClient agreed) {
        layer = Optional.of(new TranscriptLogin.Layered(agreed));
    }

    @Override
    public void hangUp() {
        close();
    }

    @Override
    public void close() {
        closeQuietly(socket);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // Nothing is left to be done with it.
        }
    }
}
