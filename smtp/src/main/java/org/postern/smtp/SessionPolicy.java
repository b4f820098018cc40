package org.postern.smtp;

import java.util.List;
import java.util.Optional;
import org.postern.base.PeerText;

/// What decides over a session: rule sets, maps and later milters. The session asks at sendmail's moments and in
/// sendmail's order; an answer is a value and nothing is sent from here.
///
/// The calls may block (name service, maps). One session calls from one thread at a time.
public interface SessionPolicy {
    /// The connection, before the greeting (`check_relay`). A refusal does not close: it makes a session in which
    /// every command that matters is refused with its text.
    Verdict connection(SessionView session);

    /// Why only ETRN is served to this client, and everything that would bring mail is answered with this reply;
    /// asked before the greeting (option MinFreeBlocks).
    default Optional<Reply> onlyQueueRuns(SessionView session) {
        return Optional.empty();
    }

    /// False when a message of the size that its client names does not fit on the disk (`SIZE=`).
    ///
    /// @param bytes above zero
    default boolean hasRoomFor(long bytes) {
        return true;
    }

    /// How long to wait before the greeting for clients that talk first, in milliseconds; 0 not to wait
    /// (`greet_pause`).
    default long greetPauseMillis(SessionView session) {
        return 0;
    }

    /// How long a command waits because the host is busy, in milliseconds; 0 for not at all (option DelayLA). Asked
    /// for the commands that cost something.
    default long busyMillis(SessionView session, CommandVerb verb) {
        return 0;
    }

    /// HELO, EHLO or LHLO with a good argument.
    default Verdict hello(SessionView session, PeerText name) {
        return Verdict.accept();
    }

    /// The mechanisms that the client may use for AUTH now, in their order for EHLO; none: AUTH is not offered. Asked
    /// only where the session offers AUTH at all.
    default List<String> mechanisms(SessionView session) {
        return List.of();
    }

    /// From which AUTH command on each makes the client wait; sendmail takes one more than there are mechanisms at all.
    default int authAttempts() {
        return 16;
    }

    /// Begins AUTH with a mechanism of [#mechanisms].
    ///
    /// @param mechanism as typed
    default Optional<AuthExchange> authenticate(SessionView session, String mechanism) {
        return Optional.empty();
    }

    /// The client has proved who it is; its reply comes next.
    default void authenticated(SessionView session, AuthIdentity identity) {}

    /// What the client has proved does not count any more: TLS has begun.
    default void forgetAuthentication() {}

    /// Why TLS is not started though it is offered (`tls_srv_features`); asked before the reply 220.
    default Optional<Reply> tlsRefusal(SessionView session) {
        return Optional.empty();
    }

    /// TLS has begun (`tls_client`). A refusal makes a session in which every command that matters is refused with
    /// its text.
    default Verdict encrypted(SessionView session) {
        return Verdict.accept();
    }

    /// The syntax of a sender address, asked before its parameters are looked at.
    Verdict senderSyntax(SessionView session, PeerText address);

    /// MAIL with good syntax (`check_mail`).
    ///
    /// @param transaction without recipients
    Verdict sender(SessionView session, Transaction transaction);

    /// The syntax of a recipient address, asked before its parameters are looked at.
    Verdict recipientSyntax(SessionView session, PeerText address);

    /// RCPT with good syntax (`check_rcpt`, and whether the user exists).
    Verdict recipient(SessionView session, Transaction transaction, Transaction.Accepted recipient);

    /// How an accepted recipient is shown in the reply: sendmail shows one that was named before in its first
    /// spelling.
    default PeerText shown(Transaction.Accepted recipient) {
        return recipient.address();
    }

    /// DATA, before 354 (`check_data`).
    Verdict data(SessionView session, Transaction transaction);

    /// The message is complete (header rule sets, `check_eoh`, `check_eom`); it is not yet stored.
    Verdict endOfMessage(SessionView session, Transaction transaction, ReceivedMessage message);

    /// A message that was begun with MAIL will not come: refused at its end, taken back by its client, or lost.
    ///
    /// @param size bytes of it that have come
    /// @param why how its client took it back, `RSET` for example; else empty
    default void dropped(SessionView session, Transaction transaction, long size, String why) {}

    /// A whole message has come and goes no further: refused, or discarded.
    ///
    /// @param remark a line for the log about the reason
    /// @param words what became of it
    default void notTaken(
            SessionView session,
            Transaction transaction,
            ReceivedMessage message,
            Optional<SessionNotice> remark,
            String words) {}

    /// VRFY, when it is allowed at all (`check_vrfy`).
    LookupAnswer verify(SessionView session, PeerText address);

    /// EXPN, when it is allowed at all (`check_expn`).
    LookupAnswer expand(SessionView session, PeerText address);

    /// ETRN, when it is allowed at all (`check_etrn`).
    ///
    /// @param target a host name, `@domain` or `#queuegroup`
    Verdict queueRun(SessionView session, PeerText target);
}
