package org.postern.programs.audit;

import java.util.List;
import java.util.Locale;
import org.postern.cf.BlameFlag;
import org.postern.cf.CfOption;
import org.postern.cf.OptionValues;
import org.postern.cf.PrivacyFlag;

/// Options: protections given up, privacy, limits against floods, ports, logging.
final class OptionChecks implements Check {
    private static final List<PrivacyFlag> PRIVACY = List.of(
            PrivacyFlag.AUTH_WARNINGS,
            PrivacyFlag.RESTRICT_QRUN,
            PrivacyFlag.RESTRICT_MAILQ,
            PrivacyFlag.RESTRICT_EXPAND,
            PrivacyFlag.NO_VRFY,
            PrivacyFlag.NO_EXPN);
    private static final int USUAL_LOG_LEVEL = 9;

    /// One bound against floods.
    ///
    /// @param macro its name in `.mc` files
    /// @param proposal a value to begin with
    private record Limit(CfOption option, String macro, String proposal, String why) {}

    private static final List<Limit> LIMITS = List.of(
            new Limit(
                    CfOption.MAX_DAEMON_CHILDREN,
                    "confMAX_DAEMON_CHILDREN",
                    "1000",
                    "As many sessions as clients like; set it above what memory allows and it closes the port for nobody"),
            new Limit(
                    CfOption.MAX_MESSAGE_SIZE,
                    "confMAX_MESSAGE_SIZE",
                    "52428800",
                    "One message can fill the queue's disk"),
            new Limit(
                    CfOption.CONNECTION_RATE_THROTTLE,
                    "confCONNECTION_RATE_THROTTLE",
                    "100",
                    "One client can open connections as fast as it likes"),
            new Limit(
                    CfOption.MAX_RECIPIENTS_PER_MESSAGE,
                    "confMAX_RCPTS_PER_MESSAGE",
                    "1000",
                    "One message can go to as many as its sender likes"),
            new Limit(
                    CfOption.BAD_RCPT_THROTTLE,
                    "confBAD_RCPT_THROTTLE",
                    "20",
                    "Names can be guessed as fast as the line allows"));

    @Override
    public void look(Audited audited) {
        OptionValues options = audited.options();
        for (BlameFlag flag : BlameFlag.values()) {
            if (options.has(flag) && flag != BlameFlag.DONT_WARN_FORWARD_FILE_IN_UNSAFE_DIR_PATH) {
                blame(audited, flag);
            }
        }
        jail(audited);
        for (PrivacyFlag flag : PRIVACY) {
            if (!options.has(flag)) {
                privacy(audited, flag);
            }
        }
        for (Limit limit : LIMITS) {
            if (options.number(limit.option()) <= 0) {
                audited.find(
                        Severity.MEDIUM,
                        "limit-missing",
                        limit.option().longName(),
                        "is not set",
                        limit.why(),
                        new Mend.Line("define(`" + limit.macro() + "', `" + limit.proposal() + "')dnl"));
            }
        }
        if (options.number(CfOption.LOG_LEVEL) < USUAL_LOG_LEVEL) {
            audited.find(
                    Severity.INFO,
                    "log-level",
                    "LogLevel",
                    "is " + options.text(CfOption.LOG_LEVEL) + ": deliveries and refusals are missing in the log",
                    "Little point in logging what cannot be followed",
                    new Mend.Line("define(`confLOG_LEVEL', `9')dnl"));
        }
    }

    private static void blame(Audited audited, BlameFlag flag) {
        audited.find(
                Severity.HIGH,
                "blame",
                "DontBlameSendmail=" + flag.word(),
                "gives up a file safety check: " + opens(flag),
                "Each such check stands for an attack that worked",
                new Mend.Line("define(`confDONT_BLAME_SENDMAIL', `Safe')dnl"));
    }

    /// What a word of DontBlameSendmail opens.
    private static String opens(BlameFlag flag) {
        String word = flag.word().toLowerCase(Locale.ROOT);
        String file = word.contains("forward")
                ? ".forward files"
                : word.contains("include")
                        ? ":include: lists"
                        : word.contains("alias")
                                ? "alias files"
                                : word.contains("class") ? "class files" : word.contains("map") ? "maps" : "files";
        if (flag == BlameFlag.NON_ROOT_SAFE_ADDR) {
            return "programs and files in users' lists although the server is not root";
        } else if (flag == BlameFlag.ASSUME_SAFE_CHOWN) {
            return "owners of lists are believed where files can be given away";
        } else if (flag == BlameFlag.TRUST_STICKY_BIT) {
            return "directories for everybody count as safe";
        } else if (flag == BlameFlag.GROUP_WRITABLE_DIR_PATH_SAFE) {
            return "directories that a group can write count as safe, for all files";
        } else if (word.contains("readable")) {
            return "a group may read keys or passwords";
        } else if (word.startsWith("linked") || word.contains("link")) {
            return file + " may be links, which others can point elsewhere";
        } else if (word.contains("dirpath")) {
            return file + " may be in directories that others can write";
        }
        return file + " may be written by others";
    }

    private static void jail(Audited audited) {
        String jail = audited.options().text(CfOption.SAFE_FILE_ENVIRONMENT).strip();
        boolean files = audited.localMailerTakes('/');
        if (files && (jail.isEmpty() || jail.equals("/"))) {
            audited.find(
                    Severity.MEDIUM,
                    "safe-file-environment",
                    "SafeFileEnvironment",
                    jail.isEmpty() ? "is not set" : "is /, which bounds nothing",
                    "Mail can be written to any file that its user may write",
                    new Mend.Line("define(`confSAFE_FILE_ENV', `/home')dnl"));
        }
    }

    private static void privacy(Audited audited, PrivacyFlag flag) {
        String why = switch (flag) {
            case AUTH_WARNINGS -> "Forged senders of local users stay unmarked";
            case RESTRICT_QRUN -> "Every user can have the queue processed, over and over";
            case RESTRICT_MAILQ -> "Every user sees who writes to whom";
            case RESTRICT_EXPAND -> "sendmail -bv shows private aliases, lists and .forward files";
            case NO_VRFY -> "VRFY tells anybody which addresses exist";
            case NO_EXPN -> "EXPN tells anybody who is on a list";
            case NEED_MAIL_HELO,
                    NEED_EXPN_HELO,
                    NEED_VRFY_HELO,
                    NO_ETRN,
                    NO_VERB,
                    NO_RECEIPTS,
                    NO_BODY_RETURN,
                    NO_ACTUAL_RECIPIENT,
                    NO_REFLECTION -> "Others learn more than they need";
        };
        audited.find(
                Severity.MEDIUM,
                "privacy",
                "PrivacyOptions=" + flag.word(),
                "is not set",
                why,
                new Mend.Line("define(`confPRIVACY_FLAGS', `authwarnings,novrfy,noexpn,restrictqrun,restrictmailq,"
                        + "restrictexpand')dnl"));
    }
}
