package org.postern.deliver;

import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.PeerText;
import org.postern.base.SysExit;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.EnhancedStatus;
import org.postern.os.Errno;

/// What was the last thing with one host, in the form of sendmail's host status files (version 0).
///
/// @param errno the error number of the connection; 0 for none
/// @param exit how the last attempt ended, as an exit code (`sysexits.h`); 0 is good
/// @param status the enhanced status
/// @param reply the last reply, or the reason on this side, without control characters
/// @param lastUse seconds since 1970
public record HostStatusRecord(int errno, int exit, Optional<String> status, Optional<String> reply, long lastUse) {
    private static final int LONGEST_REPLY = 500;

    /// What a file turned out to be.
    public sealed interface Result {
        /// A whole record.
        record Read(HostStatusRecord record) implements Result {}

        /// No record.
        ///
        /// @param line its number
        /// @param why in sendmail's words
        record Bad(int line, String why) implements Result {}
    }

    /// The host answered.
    static HostStatusRecord good(Optional<DeliveryOutcome> last, long now) {
        return new HostStatusRecord(
                0,
                0,
                last.map(outcome -> outcome.status().toString()),
                last.flatMap(DeliveryOutcome::remoteReply),
                now);
    }

    /// The host could not be reached.
    static HostStatusRecord bad(DeliveryOutcome.Deferred outcome, long now) {
        String text = outcome.statusText();
        int errno = 0;
        if (text.contains("Connection refused")) {
            errno = Errno.ECONNREFUSED;
        } else if (text.contains("Connection timed out")) {
            errno = Errno.ETIMEDOUT;
        }
        String start = DeliveryTexts.DEFERRED + ": ";
        Optional<String> reason =
                errno == 0 && text.startsWith(start) ? Optional.of(text.substring(start.length())) : Optional.empty();
        return new HostStatusRecord(
                errno,
                SysExit.TEMPORARY_FAILURE.code(),
                Optional.of(outcome.status().toString()),
                outcome.remoteReply().or(() -> reason),
                now);
    }

    /// As a delivery that the host does not get now; empty when it may be tried.
    public Optional<DeliveryOutcome.Deferred> outcome(String host) {
        if (exit != SysExit.TEMPORARY_FAILURE.code()) {
            return Optional.empty();
        }
        String reason = reply.orElseGet(() -> errno == 0 ? "" : Errno.text(errno) + " by " + host);
        EnhancedStatus known = status.flatMap(EnhancedStatus::parse)
                .filter(each -> each.kind() == 4)
                .orElse(new EnhancedStatus(4, 4, 1));
        return Optional.of(DeliveryTexts.deferred(known, reason));
    }

    /// The text of a file.
    String text() {
        StringBuilder out = new StringBuilder(100);
        out.append("V0\nE").append(errno).append("\nH0\nS").append(exit).append('\n');
        status.ifPresent(value -> out.append('D').append(value).append('\n'));
        reply.ifPresent(value ->
                out.append('R').append(PeerText.escape(value, LONGEST_REPLY)).append('\n'));
        return out.append('U').append(lastUse).append("\n.\n").toString();
    }

    /// Reads the text of a file.
    public static Result parse(String text) {
        int errno = 0;
        int exit = 0;
        long lastUse = 0;
        Optional<String> status = Optional.empty();
        Optional<String> reply = Optional.empty();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String rest = line.isEmpty() ? "" : line.substring(1);
            switch (line.isEmpty() ? ' ' : line.charAt(0)) {
                case 'V' -> {
                    if (number(rest) != 0) {
                        return new Result.Bad(
                                number, "Unknown host status version " + PeerText.escape(rest, 20) + ": 0 max");
                    }
                }
                case 'E' -> errno = (int) number(rest);
                case 'S' -> exit = (int) number(rest);
                case 'D' -> status = Optional.of(PeerText.escape(rest, LONGEST_REPLY));
                case 'R' -> reply = Optional.of(PeerText.escape(rest, LONGEST_REPLY));
                case 'U' -> lastUse = number(rest);
                case '.' -> {
                    return new Result.Read(new HostStatusRecord(errno, exit, status, reply, lastUse));
                }
                case 'H', ' ' -> {}
                default -> {
                    return new Result.Bad(number, "Unknown host status line \"" + PeerText.escape(line, 40) + "\"");
                }
            }
        }
        return new Result.Bad(number, "no end");
    }

    private static long number(String digits) {
        long number = 0;
        for (int i = 0; i < digits.length() && i < 18 && Ascii.isDigit(digits.charAt(i)); i++) {
            number = number * 10 + digits.charAt(i) - '0';
        }
        return number;
    }

    /// What `hoststat` prints as the result.
    ///
    /// @param width no more characters than this
    public String result(int width) {
        String text;
        if (reply.isPresent()) {
            text = reply.get();
        } else if (exit == SysExit.TEMPORARY_FAILURE.code() && errno != 0) {
            text = DeliveryTexts.DEFERRED + ": " + Errno.text(errno);
        } else if (exit == 0) {
            return "OK";
        } else {
            text = words(exit);
        }
        return text.substring(0, Math.min(width, text.length()));
    }

    private static String words(int exit) {
        return switch (exit) {
            case 64 -> "5.0.0 Command line usage error";
            case 65 -> "5.6.0 Data format error";
            case 66 -> "5.3.0 Cannot open input";
            case 67 -> "5.1.1 User unknown";
            case 68 -> "5.1.2 Host unknown";
            case 69 -> "5.0.0 Service unavailable";
            case 70 -> "5.3.0 Internal error";
            case 71 -> "4.0.0 Operating system error";
            case 72 -> "5.3.5 System file missing";
            case 73 -> "5.0.0 Can't create output";
            case 74 -> "4.0.0 I/O error";
            case 75 -> "4.0.0 Deferred";
            case 76 -> "5.5.0 Remote protocol error";
            case 77 -> "5.0.0 Insufficient permission";
            case 78 -> "5.3.5 Local configuration error";
            default -> "Unknown mailer error " + exit;
        };
    }
}
