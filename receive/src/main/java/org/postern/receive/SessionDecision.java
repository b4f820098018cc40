package org.postern.receive;

import java.util.List;
import java.util.Optional;
import org.postern.base.Event;

/// What a client was told at one moment, with the facts that decided: what `postern explain id` answers from. It is no
/// line of the log.
///
/// All texts are safe for a log; none is a secret.
///
/// @param id the message, or the session before it has one
/// @param moment `connect`, the word of a command, or `?` for what is no command
/// @param facts who said what
/// @param reply the first line of what it was told, or what became of the message
public record SessionDecision(String id, String moment, Facts facts, String reply) implements Event {
    /// A level that no configuration reaches.
    private static final int NEVER_IN_THE_LOG = 1000;

    /// What is known of the session at that moment; empty texts for what is not.
    ///
    /// @param daemon the name of the daemon
    /// @param address of the client, as `{client_addr}`; empty for a local user
    /// @param client its confirmed name, or the local user
    /// @param helo what it calls itself
    /// @param login who it has proved to be
    /// @param mechanism how
    /// @param subject of its certificate
    /// @param issuer of its certificate
    /// @param verify what TLS has shown of it; empty without TLS
    /// @param sender the argument of MAIL
    /// @param recipient the argument of RCPT
    public record Facts(
            String daemon,
            String address,
            String client,
            String helo,
            String login,
            String mechanism,
            String subject,
            String issuer,
            String verify,
            String sender,
            String recipient) {}

    /// Why the server refused this by itself: the bound, option or fact behind its words; empty when a rule set
    /// decided.
    public Optional<String> reason() {
        return refused() ? ServerReasons.of(reply) : Optional.empty();
    }

    /// True when the client was refused.
    public boolean refused() {
        return !reply.isEmpty() && (reply.charAt(0) == '4' || reply.charAt(0) == '5');
    }

    @Override
    public String name() {
        return "session.decision";
    }

    @Override
    public int logLevel() {
        return NEVER_IN_THE_LOG;
    }

    @Override
    public Priority priority() {
        return Priority.DEBUG;
    }

    @Override
    public Optional<String> queueId() {
        return Optional.of(id);
    }

    @Override
    public List<Field> fields() {
        return List.of(
                new Field("moment", moment),
                new Field("daemon", facts.daemon()),
                new Field("address", facts.address()),
                new Field("client", facts.client()),
                new Field("helo", facts.helo()),
                new Field("login", facts.login()),
                new Field("mechanism", facts.mechanism()),
                new Field("subject", facts.subject()),
                new Field("issuer", facts.issuer()),
                new Field("verify", facts.verify()),
                new Field("sender", facts.sender()),
                new Field("recipient", facts.recipient()),
                new Field("reply", reply));
    }
}
