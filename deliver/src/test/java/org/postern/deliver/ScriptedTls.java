package org.postern.deliver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.postern.tls.ServerWish;
import org.postern.tls.TlsConversation;
import org.postern.tls.TlsServerContext;
import org.postern.tls.TlsTransport;

/// The server's side of TLS for a [ScriptedHost].
final class ScriptedTls {
    private ScriptedTls() {}

    static TlsConversation begin(Socket socket, TlsServerContext context) throws IOException {
        TlsConversation inside = TlsConversation.server(context, transport(socket), new ServerWish("test", true));
        inside.handshake();
        return inside;
    }

    private static TlsTransport transport(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        return new TlsTransport() {
            @Override
            public int read(ByteBuffer into) throws IOException {
                byte[] bytes = new byte[into.remaining()];
                int count = in.read(bytes);
                if (count > 0) {
                    into.put(bytes, 0, count);
                }
                return count;
            }

            @Override
            public int readNow(ByteBuffer into) throws IOException {
                return in.available() > 0 ? read(into) : 0;
            }

            @Override
            public void write(ByteBuffer from) throws IOException {
                byte[] bytes = new byte[from.remaining()];
                from.get(bytes);
                out.write(bytes);
            }
        };
    }

    static BufferedReader reader(TlsConversation inside) {
        InputStream in = new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return inside.read(bytes, offset, length);
            }
        };
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
    }

    static OutputStream writer(TlsConversation inside) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                inside.write(bytes, offset, length);
            }
        };
    }
}
