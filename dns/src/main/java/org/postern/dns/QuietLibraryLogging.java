package org.postern.dns;

import org.slf4j.helpers.NOP_FallbackServiceProvider;

/// The logging of the DNS library: it has nowhere to write to, since no second place may form log lines.
///
/// The library's logging interface finds it as a service and so does not complain on standard error. What matters of
/// the library's troubles comes out of the resolver as a [DnsAnswer.TemporaryFailure].
public final class QuietLibraryLogging extends NOP_FallbackServiceProvider {
    /// For the service loader.
    public QuietLibraryLogging() {}
}
