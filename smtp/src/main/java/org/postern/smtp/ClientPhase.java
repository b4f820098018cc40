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
    QUIT
}
