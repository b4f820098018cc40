package org.postern.deliver;

import java.util.Optional;
import org.postern.mail.EnhancedStatus;

/// What a host or a program said about one recipient, as a report shows it.
///
/// @param reason for people
/// @param diagnostic for `Diagnostic-Code`, with its type
/// @param status for `Status`, where it is another than the log's
record ReportAnswer(String reason, String diagnostic, Optional<EnhancedStatus> status) {
    private static final String TEMPORARY = "exited with EX_TEMPFAIL";
    private static final int TEMPORARY_CODE = 75;

    /// A line of a host.
    static ReportAnswer ofHost(String line) {
        return new ReportAnswer(shortened(line), "SMTP; " + line, success(line));
    }

    private static Optional<EnhancedStatus> success(String line) {
        return line.startsWith("2") && line.length() > 4 ? EnhancedStatus.parse(line.substring(4)) : Optional.empty();
    }

    /// The end of a program.
    ///
    /// @param words of the outcome, without `Deferred: `
    static Optional<ReportAnswer> ofProgram(String words) {
        if (words.endsWith(TEMPORARY)) {
            Optional<EnhancedStatus> status = Optional.of(new EnhancedStatus(4, 2, 0));
            return Optional.of(new ReportAnswer(DeliveryTexts.DEFERRED, "X-Unix; " + TEMPORARY_CODE, status));
        }
        if (words.startsWith(TranscriptLines.UNKNOWN_ERROR)) {
            String code = words.substring(TranscriptLines.UNKNOWN_ERROR.length());
            return Optional.of(new ReportAnswer(code, "X-Unix; " + code, Optional.of(new EnhancedStatus(5, 0, 0))));
        }
        return ExitCodeTable.of(words)
                .map(row ->
                        new ReportAnswer(row.words(), "X-Unix; " + row.code().code(), row.status()));
    }

    /// As sendmail: of a long text the first and the last hundred characters.
    private static String shortened(String text) {
        int longest = 203;
        int part = 100;
        return text.length() < longest ? text : text.substring(0, part) + "..." + text.substring(text.length() - part);
    }
}
