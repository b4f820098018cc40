package org.postern.smtp;

/// What a client waits for: each phase has its own time-out (option Timeout, sendmail op guide §4.1.2).
public enum ClientPhase {
    /// The greeting: Timeout.initial.
    INITIAL,
    /// The answer to HELO or EHLO: Timeout.helo.
    HELO,
    /// The answer to LHLO: Timeout.lhlo.
    LHLO,
    /// The answer to STARTTLS: Timeout.starttls.
    STARTTLS,
    /// The answer to AUTH: Timeout.auth.
    AUTH,
    /// The answer to VERB: Timeout.misc.
    MISC,
    /// The answer to MAIL: Timeout.mail.
    MAIL,
    /// The answer to RCPT: Timeout.rcpt.
    RCPT,
    /// The answer to DATA: Timeout.datainit.
    DATA_INIT,
    /// Sending one block of the body, and the answer to a chunk that is not the last one: Timeout.datablock.
    DATA_BLOCK,
    /// The answer to the final dot or the last chunk: Timeout.datafinal.
    DATA_FINAL,
    /// The answer to RSET: Timeout.rset.
    RSET,
    /// The answer to QUIT: Timeout.quit.
    QUIT;

    /// True as long as the connection is not ready for messages.
    boolean beforeMail() {
        return switch (this) {
            case INITIAL, HELO, LHLO, STARTTLS, AUTH, MISC -> true;
            case MAIL, RCPT, DATA_INIT, DATA_BLOCK, DATA_FINAL, RSET, QUIT -> false;
        };
    }

    /// True as long as the server cannot have taken the message, so that another one may be asked.
    boolean beforeBody() {
        return switch (this) {
            case RSET, MAIL, RCPT, DATA_INIT -> true;
            case DATA_BLOCK, DATA_FINAL, QUIT -> false;
            case INITIAL, HELO, LHLO, STARTTLS, AUTH, MISC -> true;
        };
    }

    /// True for an answer that a report may tell: it is about the message or the connection.
    boolean worthTelling() {
        return this != QUIT && this != RSET && this != MISC;
    }
}
