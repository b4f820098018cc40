package org.postern.tls;

import java.util.Arrays;

/// What ties an authentication to this very TLS connection (RFC 5929, RFC 9266).
public final class ChannelBindingData {
    /// RFC 9266; for TLS 1.3, and for TLS 1.2 with the extended master secret.
    public static final String EXPORTER = "tls-exporter";

    /// RFC 5929 §4: the hash of the server's certificate.
    public static final String SERVER_END_POINT = "tls-server-end-point";

    private final String type;
    private final byte[] data;

    ChannelBindingData(String type, byte[] data) {
        this.type = type;
        this.data = data.clone();
    }

    /// `tls-exporter` or `tls-server-end-point`.
    public String type() {
        return type;
    }

    /// The bytes.
    public byte[] data() {
        return data.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelBindingData that && type.equals(that.type) && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(data);
    }

    /// Names the type only.
    @Override
    public String toString() {
        return type;
    }
}
