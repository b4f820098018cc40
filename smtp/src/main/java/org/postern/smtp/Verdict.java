package org.postern.smtp;

import java.util.Optional;

/// What the policy says to a step of the dialogue.
public sealed interface Verdict {
    /// Go on.
    record Accept() implements Verdict {}

    /// Go on, with another text than the usual one: `Recipient ok (will queue)`.
    record AcceptWith(Reply reply) implements Verdict {}

    /// Take the message and throw it away (`$#discard`).
    record Discard() implements Verdict {}

    /// Take the message and hold it.
    record Quarantine(String reason) implements Verdict {}

    /// Refuse this command only; at the connection: refuse all commands that matter from now on.
    ///
    /// @param reply without the address in front; the session adds it where sendmail does
    record Refuse(Reply reply) implements Verdict {}

    /// Say this and close the connection. At the connection it stands in place of the greeting.
    record Abort(Reply reply) implements Verdict {}

    /// Go on.
    static Verdict accept() {
        return new Accept();
    }

    /// The reply of a refusal.
    default Optional<Reply> refusal() {
        return switch (this) {
            case Refuse(Reply reply) -> Optional.of(reply);
            case Abort(Reply reply) -> Optional.of(reply);
            case Accept() -> Optional.empty();
            case AcceptWith(Reply _) -> Optional.empty();
            case Discard() -> Optional.empty();
            case Quarantine(String _) -> Optional.empty();
        };
    }
}
