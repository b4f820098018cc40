package org.postern.base;

import java.util.Arrays;

/// What ties an authentication to the TLS connection that carries it (RFC 5056).
public final class ChannelBinding {
    /// RFC 9266; for TLS 1.3, and for TLS 1.2 with the extended master secret.
    public static final String EXPORTER = "tls-exporter";

    /// RFC 5929 §4: the hash of the server's certificate.
    public static final String SERVER_END_POINT = "tls-server-end-point";

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

    /// Names the type only.
    @Override
    public String toString() {
        return type;
    }
}
