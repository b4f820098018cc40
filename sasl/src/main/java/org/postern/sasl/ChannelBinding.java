package org.postern.sasl;

import java.util.Arrays;

/// What ties an authentication to the TLS connection that carries it (RFC 5056).
public final class ChannelBinding {
    private final String type;
    private final byte[] data;

    /// @param type `tls-exporter` (RFC 9266) or `tls-server-end-point` (RFC 5929)
    /// @param data the bytes that both ends compute for themselves
    public ChannelBinding(String type, byte[] data) {
        this.type = type;
        this.data = data.clone();
    }

    /// `tls-exporter` or `tls-server-end-point`
    public String type() {
        return type;
    }

    /// The bytes that both ends compute for themselves.
    public byte[] data() {
        return data.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelBinding that && type.equals(that.type) && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return type;
    }
}
