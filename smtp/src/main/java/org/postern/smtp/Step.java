package org.postern.smtp;

import org.postern.base.PeerText;

/// What the owner of a [ServerSession] has to do next.
public sealed interface Step {
    /// Send the reply. It may be gathered with those that follow; all that is gathered must be sent before input is
    /// waited for, before a [Delay], before TLS starts and before the connection closes.
    record Say(Reply reply) implements Step {}

    /// Everything that came is used up: send what is gathered, read, and call [ServerSession#input],
    /// [ServerSession#inputClosed] or [ServerSession#inputTimedOut].
    ///
    /// @param phase which time-out applies
    record NeedInput(Phase phase) implements Step {}

    /// Wait, then go on.
    record Delay(long millis) implements Step {}

    /// Wait for at most so long whether the client talks before its turn; if it does, hand the bytes to
    /// [ServerSession#input]. Then go on.
    record WatchForEarlyTalk(long millis) implements Step {}

    /// A transaction begins: get a name for the message in the queue, then call [ServerSession#messageOpened] or
    /// [ServerSession#messageNotOpened].
    record OpenMessage() implements Step {}

    /// Store these bytes of the body; they are in the form of a `df` file. The array belongs to the session and
    /// changes with the next call. When storing fails call [ServerSession#storageFailed].
    @SuppressWarnings("ArrayRecordComponent") // a view of a buffer, used at once; never compared, never kept
    record Body(byte[] bytes, int offset, int length) implements Step {}

    /// The policy has accepted the message: make it durable, then call [ServerSession#messageCommitted] or
    /// [ServerSession#messageNotCommitted]. Nothing before this step counts as accepted.
    record CommitMessage(SessionView session, Transaction transaction, ReceivedMessage message) implements Step {}

    /// The opened message is not wanted: forget it.
    record DropMessage() implements Step {}

    /// Start a queue run for the argument of ETRN.
    record StartQueueRun(PeerText target) implements Step {}

    /// Send what is gathered and start TLS, then call [ServerSession#tlsStarted] or [ServerSession#tlsFailed]. Plain
    /// bytes that came before the handshake must never become commands.
    record UpgradeToTls() implements Step {}

    /// Send what is gathered; from then on everything goes through the security layer that AUTH agreed on.
    record StartSecurityLayer() implements Step {}

    /// Close the connection; nothing follows.
    record Close() implements Step {}

    /// Which time-out applies while the session waits for input.
    enum Phase {
        /// Timeout.command.
        COMMAND,
        /// Timeout.datablock.
        DATA_BLOCK
    }
}
