package org.postern.cf;

import java.util.List;
import java.util.Optional;

/// An M line: a way to hand mail on (sendmail op guide §5.4). Texts are in internal form; expand them with
/// [AddressRules#expand].
///
/// @param name as written; compared without regard to case
/// @param number its place in the table, as `=M` prints it
/// @param path `P=`: a program, or `[IPC]`, `[FILE]`
/// @param flags `F=` as letters in ASCII order
/// @param rulesets `S=` and `R=`
/// @param arguments `A=` split at white space
/// @param endOfLine `E=`: `\n` or `\r\n`
/// @param limits `L=`, `M=`, `m=`, `r=`
/// @param nice `N=`
/// @param queueGroup `Q=`
/// @param user `U=`
/// @param types `T=`
/// @param defaultCharset `C=`
/// @param directories `D=`, tried in order
/// @param root `/=`: the program's root directory
/// @param waitSeconds `W=`: how long to wait for the program
public record Mailer(
        String name,
        int number,
        String path,
        String flags,
        RuleSets rulesets,
        List<String> arguments,
        String endOfLine,
        Limits limits,
        int nice,
        Optional<String> queueGroup,
        Optional<RunAs> user,
        Types types,
        Optional<String> defaultCharset,
        Optional<String> directories,
        Optional<String> root,
        long waitSeconds) {
    /// The rule sets of `S=` and `R=`; 0 stands for none.
    public record RuleSets(int senderEnvelope, int senderHeader, int recipientEnvelope, int recipientHeader) {}

    /// Limits of a mailer; 0 for none.
    ///
    /// @param lineLength bytes in a line
    /// @param messageSize bytes in a message
    /// @param messagesPerConnection before the connection is closed
    /// @param recipientsPerEnvelope in one transaction
    public record Limits(int lineLength, long messageSize, int messagesPerConnection, int recipientsPerEnvelope) {}

    /// Whose rights the program has.
    ///
    /// @param user name or number as written
    /// @param group name or number as written, empty for the user's own
    public record RunAs(String user, String group) {}

    /// The types that reports name (RFC 3464 §2.1.2); empty when the line does not say.
    public record Types(String mta, String address, String diagnostic) {
        /// No types.
        public static final Types NONE = new Types("", "", "");
    }

    public Mailer {
        arguments = List.copyOf(arguments);
    }

    /// True when `F=` has this letter.
    public boolean has(char flag) {
        return flags.indexOf(flag) >= 0;
    }

    /// True for a mailer that speaks SMTP or LMTP over a connection.
    public boolean network() {
        return path.equals("[IPC]");
    }

    /// True for a mailer whose program is spoken to in SMTP, or in LMTP with flag `z`, over its standard input and
    /// output: no word of `A=` has `$u` (sendmail op guide §5.4).
    public boolean conversational() {
        String user = Code.MACRO + Code.braced("u");
        return (path.startsWith("/") || console()) && arguments.stream().noneMatch(word -> word.contains(user));
    }

    /// True for a mailer that speaks on the standard input and output of the process that delivers.
    public boolean console() {
        return path.equals("[LPC]");
    }

    /// True for a mailer that appends to a file.
    public boolean file() {
        return path.equals("[FILE]");
    }
}
