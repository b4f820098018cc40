package org.postern.smtp;

/// A command that a client has sent and that the server owes a reply for.
///
/// @param recipient the index of the recipient for RCPT and for the LMTP answers after the message
record OwedReply(ClientPhase phase, int recipient) {
    private static final int NOBODY = -1;

    static OwedReply of(ClientPhase phase) {
        return new OwedReply(phase, NOBODY);
    }
}
