package org.postern.smtp;

import java.util.List;
import java.util.Optional;
import org.postern.base.PeerText;
import org.postern.mail.DeliveryOutcome;

/// What the owner of a [ClientSession] decides about the other side: whether to encrypt, whom to trust with a message,
/// and with what to authenticate. Asked in this order, at sendmail's moments (sendmail op guide §5.1.4).
public interface ClientPolicy {
    /// How encryption stands when the server is judged.
    enum Tls {
        /// Everything goes through TLS.
        ACTIVE,
        /// Not offered, not wanted, or refused with 5xx.
        NONE,
        /// Refused with 4xx.
        TEMP,
        /// Answered with something that is no answer.
        PROTOCOL,
        /// The handshake failed; the connection is of no use any more.
        SOFTWARE
    }

    /// Why a server or a recipient does not get the message.
    ///
    /// @param outcome the result for whom it concerns
    /// @param line for the report: `454 4.7.0 TLS handshake failed.`
    record Refusal(DeliveryOutcome outcome, String line) {}

    /// The next attempt to authenticate.
    sealed interface Attempt {
        /// Go on without.
        record Without() implements Attempt {}

        /// It cannot be done now: the connection ends.
        record Impossible(Refusal refusal) implements Attempt {}

        /// Try this.
        record Use(ClientExchange exchange) implements Attempt {}
    }

    /// The server offers STARTTLS: is it to be used? Asked once.
    boolean wantsTls();

    /// May mail go to this server? Asked once, before AUTH and MAIL.
    Optional<Refusal> judgeServer(Tls tls);

    /// May this recipient be told to this server? Asked for each message, before MAIL.
    Optional<Refusal> judgeRecipient(OutgoingRecipient recipient);

    /// What to authenticate with; asked again after each refusal.
    ///
    /// @param offered the words of the server's AUTH line, as they came
    Attempt authenticate(List<PeerText> offered);

    /// May MAIL name the author of the message (AUTH=, RFC 4954 §5) to a server that offers AUTH?
    ///
    /// @param authenticated true when we have authenticated to it
    boolean namesAuthor(boolean authenticated);

    /// Neither encrypts nor authenticates, and sends everything to everybody.
    ClientPolicy OPEN = new ClientPolicy() {
        @Override
        public boolean wantsTls() {
            return false;
        }

        @Override
        public Optional<Refusal> judgeServer(Tls tls) {
            return Optional.empty();
        }

        @Override
        public Optional<Refusal> judgeRecipient(OutgoingRecipient recipient) {
            return Optional.empty();
        }

        @Override
        public Attempt authenticate(List<PeerText> offered) {
            return new Attempt.Without();
        }

        @Override
        public boolean namesAuthor(boolean authenticated) {
            return true;
        }
    };
}
