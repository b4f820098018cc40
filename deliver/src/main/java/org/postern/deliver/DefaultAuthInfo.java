package org.postern.deliver;

/// The file of option DefaultAuthInfo: whoever may read it reads it, after sendmail's checks.
public interface DefaultAuthInfo {
    /// What a reading came to.
    sealed interface Content {
        /// The file. It has a password in it.
        @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
        record Found(String path, byte[] bytes) implements Content {
            /// Never shows the content.
            @Override
            public String toString() {
                return "Found[" + path + ", " + bytes.length + " bytes]";
            }
        }

        /// It must not or cannot be read.
        ///
        /// @param reason sendmail's: `Group readable file`
        record Unusable(String path, String reason) implements Content {}

        /// The option is not set.
        record NotConfigured() implements Content {}
    }

    /// The file as it is now.
    Content read();

    /// The option is not set.
    DefaultAuthInfo NONE = Content.NotConfigured::new;
}
