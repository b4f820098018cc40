package org.postern.cf;

import org.postern.base.SysExit;
import org.postern.mail.EnhancedStatus;

/// What a `$#error` of a rule set says (sendmail op guide §5.2): a reply ready for an SMTP session or a report.
///
/// @param code the SMTP reply code, 400 to 599
/// @param status the enhanced status
/// @param text the words after both, without line breaks; it may quote the address, so [org.postern.base.PeerText]
///     must escape it before it goes to a log
/// @param exit the exit code of a command that fails for this reason
public record RuleReply(int code, EnhancedStatus status, String text, SysExit exit) {
    /// True when the client should try again.
    public boolean temporary() {
        return code / 100 == 4;
    }

    /// The reply to a command that names an address: `550 5.7.1 <a@b.c>... Access denied`. Some codes never show the
    /// address: 421, 551, 552 and 554.
    public String lineAbout(String address) {
        String line = line();
        return showsAddress(line) ? code + " " + status + " " + address + "... " + text : line;
    }

    static boolean showsAddress(String line) {
        return !line.startsWith("421 ")
                && !line.startsWith("551 ")
                && !line.startsWith("552 ")
                && !line.startsWith("554 ");
    }

    /// `550 5.7.1 Access denied`.
    public String line() {
        return code + " " + status + " " + text;
    }
}
