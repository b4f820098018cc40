package org.postern.cf;

/// An X line: a milter (sendmail op guide §5.11).
///
/// @param name as written
/// @param socket `S=`: `unix:/path`, `inet:port@host`, `inet6:port@host`
/// @param onError `F=`
/// @param connectSeconds `T=C:`
/// @param sendSeconds `T=S:`
/// @param readSeconds `T=R:`
/// @param endOfMessageSeconds `T=E:`
public record MilterDeclaration(
        String name,
        String socket,
        OnError onError,
        long connectSeconds,
        long sendSeconds,
        long readSeconds,
        long endOfMessageSeconds) {
    /// What happens when the milter cannot be reached.
    public enum OnError {
        /// No flag: go on without it.
        IGNORE,
        /// `R`
        REJECT,
        /// `T`
        TEMPORARY_FAILURE,
        /// `4`: answer 421 and close
        CLOSE
    }
}
