package org.postern.tls;

/// A file of certificates or keys, or why there is none.
public sealed interface TlsFile {
    /// The content.
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Found(byte[] content) implements TlsFile {
        /// Never shows the content: it may be a key.
        @Override
        public String toString() {
            return "Found[" + content.length + " bytes]";
        }
    }

    /// The file is missing, unsafe or cannot be read.
    ///
    /// @param reason sendmail's: `Group readable file`, `No such file or directory`
    record Unusable(String reason) implements TlsFile {}
}
