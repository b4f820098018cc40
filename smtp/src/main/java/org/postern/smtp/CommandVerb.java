package org.postern.smtp;

import java.util.Optional;
import org.postern.base.Ascii;

/// The words that sendmail knows as commands, also those that it only refuses.
public enum CommandVerb {
    HELO,
    EHLO,
    /// LMTP only (RFC 2033 §4.1).
    LHLO,
    MAIL,
    RCPT,
    DATA,
    /// One chunk of a message (RFC 3030 §2).
    BDAT,
    RSET,
    NOOP,
    QUIT,
    HELP,
    VRFY,
    EXPN,
    ETRN,
    VERB,
    AUTH,
    STARTTLS,
    SEND,
    SAML,
    SOML,
    TURN;

    /// The verb of a word, whatever its case.
    public static Optional<CommandVerb> of(String word) {
        for (CommandVerb verb : values()) {
            if (Ascii.sameIgnoringCase(verb.name(), word)) {
                return Optional.of(verb);
            }
        }
        return Optional.empty();
    }
}
