package org.postern.deliver;

import java.util.List;
import java.util.Optional;
import org.postern.base.SysExit;
import org.postern.mail.EnhancedStatus;

/// What reports say about the outcomes that sendmail knows as exit codes (recorded from sendmail 8.17).
final class ExitCodeTable {
    /// One outcome.
    ///
    /// @param code the exit code
    /// @param words after `stat=` in the log
    /// @param head in front of the line in the transcript
    /// @param addressed true when the line in the transcript names the recipient
    /// @param status in the report on a program; empty where the log's is right
    record Row(SysExit code, String words, String head, boolean addressed, Optional<EnhancedStatus> status) {}

    private static final List<Row> ROWS = List.of(
            row(SysExit.USAGE, "Command line usage error", "500 5.0.0", false, 5, 4),
            row(SysExit.DATA_ERROR, "Data format error", "501 5.6.0", false, 5, 2),
            row(SysExit.NO_INPUT, "Cannot open input", "550 5.3.0", true, 3, 0),
            row(SysExit.NO_USER, "User unknown", "550 5.1.1", true, 1, 1),
            row(SysExit.NO_HOST, "Host unknown", "550 5.1.2", true, 1, 2),
            row(SysExit.UNAVAILABLE, "Service unavailable", "554 5.0.0", false, 5, 0),
            row(SysExit.SOFTWARE, "Internal error", "554 5.3.0", false, 5, 0),
            new Row(SysExit.OS_ERROR, "Operating system error", "451 4.0.0", false, Optional.empty()),
            row(SysExit.OS_FILE, "System file missing", "554 5.3.5", false, 5, 0),
            row(SysExit.CANNOT_CREATE, "Can't create output", "550 5.0.0", true, 3, 0),
            new Row(SysExit.IO_ERROR, "I/O error", "451 4.0.0", false, Optional.empty()),
            row(SysExit.PROTOCOL, "Remote protocol error", "554 5.5.0", false, 5, 0),
            row(SysExit.NO_PERMISSION, "Insufficient permission", "550 5.0.0", true, 3, 0),
            row(SysExit.CONFIGURATION, "Local configuration error", "554 5.3.5", false, 5, 0));

    private ExitCodeTable() {}

    private static Row row(SysExit code, String words, String head, boolean addressed, int subject, int detail) {
        return new Row(code, words, head, addressed, Optional.of(new EnhancedStatus(5, subject, detail)));
    }

    /// The outcome with these words; what follows them in brackets, as with `Host unknown (Name server: ...)`, does not
    /// count.
    static Optional<Row> of(String words) {
        return ROWS.stream()
                .filter(row -> words.equals(row.words()) || words.startsWith(row.words() + " ("))
                .findFirst();
    }
}
