package org.postern.cf;

/// The outcome of a map look-up: three-valued, so that a broken server is never mistaken for a missing entry.
public sealed interface LookupResult {
    /// The key is there.
    ///
    /// @param value after the map's own flags (`-a`, `-m`, `%0` ... were applied)
    record Found(String value) implements LookupResult {}

    /// The key is not there.
    record NotFound() implements LookupResult {
        /// The one instance that is needed.
        public static final NotFound INSTANCE = new NotFound();
    }

    /// Nobody knows now (`EX_TEMPFAIL` of sendmail's map classes).
    ///
    /// @param reason for the log, safe text
    record TemporaryFailure(String reason) implements LookupResult {}
}
