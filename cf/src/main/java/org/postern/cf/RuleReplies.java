package org.postern.cf;

import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.mail.EnhancedStatus;

/// How the words of `$#error` and of the program's own messages become a [RuleReply] (sendmail op guide §5.2).
public final class RuleReplies {
    private static final int DEFAULT_CODE = 553;

    private RuleReplies() {}

    /// Reads `553 5.1.0 text`, `553 text` or `text`.
    ///
    /// @param given the `$@` part: an enhanced status, an exit code or one of sendmail's words; empty for none
    static RuleReply of(String given, String text) {
        Optional<EnhancedStatus> fromHost = EnhancedStatus.parse(given);
        SysExit exit = given.isEmpty() ? SysExit.UNAVAILABLE : exit(given, fromHost);
        if (!hasReplyCode(text)) {
            return new RuleReply(DEFAULT_CODE, new EnhancedStatus(5, 3, 0), plain(text), exit);
        }
        int code = Integer.parseInt(text.substring(0, 3));
        String rest = text.substring(4);
        int blank = rest.indexOf(' ');
        Optional<EnhancedStatus> own = blank < 0 ? Optional.empty() : EnhancedStatus.parse(rest);
        if (own.isPresent()) {
            rest = rest.substring(blank + 1);
        }
        EnhancedStatus status = own.or(() -> fromHost).orElse(new EnhancedStatus(code / 100, 0, 0));
        return new RuleReply(code, status, plain(rest), exit);
    }

    /// Without line breaks and NUL.
    private static String plain(String text) {
        return text.replace('\r', ' ').replace('\n', ' ').replace('\0', ' ');
    }

    /// True for a text that begins with three digits and a blank.
    static boolean hasReplyCode(String text) {
        return text.length() > 3
                && text.charAt(0) >= '4'
                && text.charAt(0) <= '5'
                && Ascii.isDigit(text.charAt(1))
                && Ascii.isDigit(text.charAt(2))
                && text.charAt(3) == ' ';
    }

    /// The message as the address test shows it: without reply code and enhanced status.
    static String withoutCodes(String message) {
        String text = message;
        if (hasReplyCode(text)) {
            text = text.substring(4);
        }
        int blank = text.indexOf(' ');
        if (blank > 0 && EnhancedStatus.parse(text).isPresent()) {
            text = text.substring(blank + 1);
        }
        return text;
    }

    private static SysExit exit(String given, Optional<EnhancedStatus> status) {
        if (given.indexOf('.') >= 0) {
            return status.map(RuleReplies::exitOf).orElse(SysExit.CONFIGURATION);
        }
        if (Ascii.isDigit(given.charAt(0))) {
            long number = OptionValues.leadingNumber(given, 10);
            for (SysExit exit : SysExit.values()) {
                if (exit.code() == number) {
                    return exit;
                }
            }
            return SysExit.UNAVAILABLE;
        }
        return switch (Ascii.lower(given)) {
            case "usage" -> SysExit.USAGE;
            case "nouser" -> SysExit.NO_USER;
            case "nohost" -> SysExit.NO_HOST;
            case "software" -> SysExit.SOFTWARE;
            case "tempfail" -> SysExit.TEMPORARY_FAILURE;
            case "protocol" -> SysExit.PROTOCOL;
            case "config" -> SysExit.CONFIGURATION;
            default -> SysExit.UNAVAILABLE;
        };
    }

    /// The exit code that goes with an enhanced status (sendmail's dsntoexitstat).
    public static SysExit exitOf(EnhancedStatus status) {
        return switch (status.kind()) {
            case 2 -> SysExit.OK;
            case 4 -> SysExit.TEMPORARY_FAILURE;
            default ->
                switch (status.subject()) {
                    case 0 -> SysExit.UNAVAILABLE;
                    case 1 -> addressing(status.detail());
                    case 2 -> status.detail() == 3 ? SysExit.DATA_ERROR : SysExit.UNAVAILABLE;
                    case 3 -> SysExit.OS_ERROR;
                    case 4 -> network(status.detail());
                    case 5 -> SysExit.PROTOCOL;
                    case 6 -> SysExit.UNAVAILABLE;
                    case 7 -> SysExit.DATA_ERROR;
                    default -> SysExit.CONFIGURATION;
                };
        };
    }

    private static SysExit addressing(int detail) {
        return switch (detail) {
            case 0 -> SysExit.DATA_ERROR;
            case 1, 6 -> SysExit.NO_USER;
            case 2, 8 -> SysExit.NO_HOST;
            case 3, 7 -> SysExit.USAGE;
            case 4 -> SysExit.UNAVAILABLE;
            default -> SysExit.CONFIGURATION;
        };
    }

    private static SysExit network(int detail) {
        return switch (detail) {
            case 0, 2 -> SysExit.IO_ERROR;
            case 1, 3, 5 -> SysExit.TEMPORARY_FAILURE;
            case 4 -> SysExit.PROTOCOL;
            case 7 -> SysExit.UNAVAILABLE;
            default -> SysExit.CONFIGURATION;
        };
    }
}
