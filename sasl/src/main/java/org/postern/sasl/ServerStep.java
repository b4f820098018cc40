package org.postern.sasl;

import java.util.Arrays;

/// What the server says next.
public sealed interface ServerStep {
    /// `334` with these bytes; a last server datum is one more challenge, which the client answers with
    /// nothing.
    final class Challenge implements ServerStep {
        private final byte[] data;

        public Challenge(byte[] data) {
            this.data = data.clone();
        }

        /// The bytes, not yet in base64.
        public byte[] data() {
            return data.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Challenge that && Arrays.equals(data, that.data);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(data);
        }

        @Override
        public String toString() {
            return "Challenge[" + data.length + " bytes]";
        }
    }

    /// `235`. The layer takes effect after that line.
    record Success(SaslIdentity identity, SecurityLayer layer) implements ServerStep {}

    /// `535`, or `454` when [FailureKind#temporary] is true.
    ///
    /// @param kind what happened, with the number and the words of Cyrus for the log
    /// @param detail more for the log, as `sasl_errdetail` has it; no secret in it, what the peer sent only
    ///     escaped
    /// @param user who it was about, as typed and not yet escaped; empty when not known
    record Failure(FailureKind kind, String detail, String user) implements ServerStep {
        /// `authentication failure (-13) SASL(-13): authentication failure: Password verification failed`: what
        /// sendmail's log line has between the mechanism and the user.
        public String forLog() {
            String words = kind.words();
            String more = detail.isEmpty() ? "" : ": " + detail;
            // the library hides behind -13 that there is no such user, but not in its words
            int shown = kind == FailureKind.NO_USER ? FailureKind.WRONG.code() : kind.code();
            return words + " (" + kind.code() + ") SASL(" + shown + "): " + words + more;
        }
    }
}
