package org.postern.programs.sendmail;

import java.util.List;
import org.postern.base.Ascii;
import org.postern.cf.CfOption;

/// What the command does about recipients that are refused (sendmail op guide §5.6, ErrorMode). Recorded from the real
/// program: only the mode `p` prints.
enum ErrorMode {
    /// `p`: print, and say it with the exit code.
    PRINT,
    /// `m` and `w`: mail it to the sender, and say it with the exit code.
    MAIL,
    /// `e`: mail it to the sender, and exit with 0.
    MAIL_ONLY,
    /// `q`: say it with the exit code only.
    QUIET;

    /// True when a report to the sender is wanted.
    boolean mails() {
        return this == MAIL || this == MAIL_ONLY;
    }

    /// The last one that the command line names: `-em`, `-oem`, `-O ErrorMode=m`.
    static ErrorMode of(List<SendmailArguments.OptionSetting> options) {
        ErrorMode mode = PRINT;
        for (SendmailArguments.OptionSetting option : options) {
            String text = option.text();
            int equals = text.indexOf('=');
            if (option.longForm()
                    && equals > 0
                    && Ascii.sameIgnoringCase(text.substring(0, equals), CfOption.ERROR_MODE.longName())) {
                mode = of(text.substring(equals + 1), mode);
            } else if (!option.longForm() && text.startsWith("e")) {
                mode = of(text.substring(1), mode);
            }
        }
        return mode;
    }

    private static ErrorMode of(String value, ErrorMode otherwise) {
        return switch (value.isEmpty() ? 'p' : value.charAt(0)) {
            case 'p' -> PRINT;
            case 'm', 'w' -> MAIL;
            case 'e' -> MAIL_ONLY;
            case 'q' -> QUIET;
            default -> otherwise;
        };
    }
}
