package org.postern.tls;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/// An alert that a peer sends in the clear although the other side reads encrypted records already: a client of TLS 1.3
/// that refuses the certificate has no keys of its own yet (RFC 8446 §6). The engine takes it for a damaged record.
final class PlainAlert {
    private static final int ALERT = 21;
    private static final int HEADER = 5;
    private static final int LENGTH = 2;

    /// RFC 8446 appendix B.2, and those of older versions.
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(10, "unexpected_message"),
            Map.entry(20, "bad_record_mac"),
            Map.entry(22, "record_overflow"),
            Map.entry(40, "handshake_failure"),
            Map.entry(42, "bad_certificate"),
            Map.entry(43, "unsupported_certificate"),
            Map.entry(44, "certificate_revoked"),
            Map.entry(45, "certificate_expired"),
            Map.entry(46, "certificate_unknown"),
            Map.entry(47, "illegal_parameter"),
            Map.entry(48, "unknown_ca"),
            Map.entry(49, "access_denied"),
            Map.entry(50, "decode_error"),
            Map.entry(51, "decrypt_error"),
            Map.entry(70, "protocol_version"),
            Map.entry(71, "insufficient_security"),
            Map.entry(80, "internal_error"),
            Map.entry(86, "inappropriate_fallback"),
            Map.entry(90, "user_canceled"),
            Map.entry(109, "missing_extension"),
            Map.entry(110, "unsupported_extension"),
            Map.entry(112, "unrecognized_name"),
            Map.entry(113, "bad_certificate_status_response"),
            Map.entry(115, "unknown_psk_identity"),
            Map.entry(116, "certificate_required"),
            Map.entry(120, "no_application_protocol"));

    private PlainAlert() {}

    /// The name of the alert that stands first; empty when something else does.
    ///
    /// @param records what the peer sent, from the beginning of a record; its position does not change
    static Optional<String> first(ByteBuffer records) {
        int at = records.position();
        boolean plain = records.remaining() >= HEADER + LENGTH
                && records.get(at) == ALERT
                && records.get(at + 3) == 0
                && records.get(at + 4) == LENGTH;
        return plain ? Optional.ofNullable(NAMES.get(records.get(at + HEADER + 1) & 0xff)) : Optional.empty();
    }
}
