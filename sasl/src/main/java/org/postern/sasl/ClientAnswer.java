package org.postern.sasl;

import java.util.Arrays;

/// What a client does with a challenge.
public sealed interface ClientAnswer {
    /// Send these bytes; none is an empty line.
    final class Send implements ClientAnswer {
        private final byte[] data;

        public Send(byte[] data) {
            this.data = data.clone();
        }

        /// The bytes, not yet in base64.
        public byte[] data() {
            return data.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Send that && Arrays.equals(data, that.data);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(data);
        }

        @Override
        public String toString() {
            return "Send[" + data.length + " bytes]";
        }
    }

    /// Send `*` and try another mechanism: the challenge cannot be, or the server did not prove that it knows the
    /// secret.
    ///
    /// @param why for the log, without secrets
    record GiveUp(String why) implements ClientAnswer {}
}
