package org.postern.programs.sendmail;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.smtp.RcptParameters.Notify;
import org.postern.smtp.ReturnContent;

/// The words of `-N` and `-R`: when a report is wanted, and what of the message it carries (sendmail(8), RFC 3461).
final class ReportFlags {
    private ReportFlags() {}

    /// When a report is wanted.
    ///
    /// @return empty when a word is unknown; an empty set for `never`
    static Optional<Set<Notify>> notifyWhen(String value) {
        EnumSet<Notify> wanted = EnumSet.noneOf(Notify.class);
        if (Ascii.sameIgnoringCase(value, "never")) {
            return Optional.of(wanted);
        }
        for (String word : value.split(",", -1)) {
            switch (Ascii.lower(word)) {
                case "success" -> wanted.add(Notify.SUCCESS);
                case "failure" -> wanted.add(Notify.FAILURE);
                case "delay" -> wanted.add(Notify.DELAY);
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(wanted);
    }

    /// What is returned.
    ///
    /// @return empty when the word is unknown
    static Optional<ReturnContent> returnPart(String value) {
        return switch (Ascii.lower(value)) {
            case "full" -> Optional.of(ReturnContent.FULL);
            case "hdrs" -> Optional.of(ReturnContent.HDRS);
            default -> Optional.empty();
        };
    }
}
