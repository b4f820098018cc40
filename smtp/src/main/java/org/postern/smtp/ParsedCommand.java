package org.postern.smtp;

import org.postern.base.PeerText;

/// What a command line turned out to be.
public sealed interface ParsedCommand {
    /// A command whose syntax is right.
    record Good(SmtpCommand command) implements ParsedCommand {}

    /// A known command with a syntax error. Whether the command is allowed now is asked first, as sendmail does.
    ///
    /// @param reply what the peer gets when the command was allowed
    record Bad(CommandVerb verb, Reply reply) implements ParsedCommand {}

    /// No command at all.
    ///
    /// @param word the first word of the line
    /// @param line the whole line
    record Unknown(PeerText word, PeerText line) implements ParsedCommand {}
}
