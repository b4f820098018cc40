package org.postern.receive;

import java.io.IOException;
import org.postern.tls.TlsConversation;

/// The bytes of a session in TLS.
record TlsLayer(TlsConversation conversation) implements Layer {
    @Override
    public int read(byte[] into) throws IOException {
        return conversation.read(into, 0, into.length);
    }

    @Override
    public int readNow(byte[] into) throws IOException {
        return conversation.readNow(into, 0, into.length);
    }

    @Override
    public void write(byte[] data) throws IOException {
        conversation.write(data, 0, data.length);
    }

    @Override
    public void end() {
        conversation.closeNotify();
    }
}
