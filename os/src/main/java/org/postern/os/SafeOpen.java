package org.postern.os;

import java.util.List;

/// What came of opening a file safely.
public sealed interface SafeOpen {
    /// The file met all demands and is open. Close it.
    ///
    /// @param status of the open file
    /// @param warnings unsafe directories on the way that the rules tolerate, in sendmail's words
    record Opened(OpenFile file, FileStatus status, List<String> warnings) implements SafeOpen {
        public Opened {
            warnings = List.copyOf(warnings);
        }
    }

    /// A demand is not met.
    ///
    /// @param reason in sendmail's words, for example `World writable directory`
    /// @param path the directory or file that does not meet it
    record Refused(String reason, String path) implements SafeOpen {}

    /// The system does not let us, or there is no such file.
    record Failed(OsException cause) implements SafeOpen {
        /// True when there is no such file.
        public boolean isMissing() {
            return cause.errno() == Errno.ENOENT;
        }
    }
}
