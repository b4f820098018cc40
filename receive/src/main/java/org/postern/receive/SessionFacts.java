package org.postern.receive;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.postern.smtp.AuthIdentity;
import org.postern.tls.TlsIdentity;

/// What is known, or assumed, of a session that [SessionRehearsal] goes through.
///
/// @param client where it comes from
/// @param clientName the confirmed name of that address; empty: the name service is asked
/// @param helo what the client calls itself; empty: it does not say
/// @param tls what STARTTLS has shown; empty: the client does not use it
/// @param login who the client has proved to be; empty: it does not say
/// @param sender the argument of MAIL with its brackets and parameters; empty: the session ends before it
/// @param recipients the same of RCPT
/// @param counts connections of this client: how many are open, how many lately, and lately of all clients
public record SessionFacts(
        InetAddress client,
        Optional<String> clientName,
        Optional<String> helo,
        Optional<TlsIdentity> tls,
        Optional<AuthIdentity> login,
        Optional<String> sender,
        List<String> recipients,
        Counts counts) {
    /// Connections, this one included.
    public record Counts(int open, int lately, int latelyOfAll) {
        /// The only one.
        public static final Counts FIRST = new Counts(1, 1, 1);
    }

    public SessionFacts {
        recipients = List.copyOf(recipients);
        clientName.ifPresent(SessionFacts::check);
        helo.ifPresent(SessionFacts::check);
        sender.ifPresent(SessionFacts::check);
        recipients.forEach(SessionFacts::check);
    }

    /// What is said in one line has no line breaks.
    private static void check(String text) {
        if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a line break in what a client says");
        }
    }

    /// A client that has said nothing yet.
    public static SessionFacts of(InetAddress client) {
        return new SessionFacts(
                client,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Counts.FIRST);
    }
}
