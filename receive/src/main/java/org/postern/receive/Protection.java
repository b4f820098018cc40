package org.postern.receive;

import java.util.Optional;
import java.util.function.Supplier;
import org.postern.sasl.ServerMechanisms;
import org.postern.tls.TlsServerContext;

/// What a client can prove who it is with, and what keeps others from listening.
///
/// @param mechanisms the mechanisms of AUTH and the passwords behind them
/// @param tls certificates and their keys as they are now; empty: STARTTLS is not offered
public record Protection(ServerMechanisms mechanisms, Supplier<Optional<TlsServerContext>> tls) {
    /// Neither AUTH nor STARTTLS.
    public static final Protection NONE = new Protection(ServerMechanisms.none(), Optional::empty);
}
