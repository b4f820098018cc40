package org.postern.tls;

import java.util.List;
import java.util.Optional;

/// The context for one handshake that has options of its own.
///
/// @param context empty when the options make no sense; TLS is then not begun
/// @param notices what the log should say each time
public record HandshakeContext<T>(Optional<T> context, List<TlsNotice> notices) {
    /// Copies the list.
    public HandshakeContext {
        notices = List.copyOf(notices);
    }
}
