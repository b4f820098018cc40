package org.postern.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.mail.DeliveryOutcome;

/// One message on its way through a [ClientSession]: which recipients the server took, and what is decided already.
final class ClientTransaction {
    private final OutgoingMessage message;
    private final List<Optional<RecipientResult>> results = new ArrayList<>();
    private final List<Integer> accepted = new ArrayList<>();

    ClientTransaction(OutgoingMessage message) {
        this.message = message;
        for (int i = 0; i < message.recipients().size(); i++) {
            results.add(Optional.empty());
        }
    }

    OutgoingMessage message() {
        return message;
    }

    void accept(int recipient) {
        accepted.add(recipient);
    }

    boolean anyAccepted() {
        return !accepted.isEmpty();
    }

    /// The recipients that the server took, in the order of its answers.
    List<Integer> accepted() {
        return accepted;
    }

    void decide(int recipient, DeliveryOutcome outcome, boolean mayTryNextHost) {
        if (results.get(recipient).isEmpty()) {
            results.set(
                    recipient,
                    Optional.of(new RecipientResult(message.recipients().get(recipient), outcome, mayTryNextHost)));
        }
    }

    /// The same outcome for every recipient that has none yet.
    void decideRest(DeliveryOutcome outcome, boolean mayTryNextHost) {
        for (int i = 0; i < results.size(); i++) {
            decide(i, outcome, mayTryNextHost);
        }
    }

    List<RecipientResult> results() {
        return results.stream().map(Optional::orElseThrow).toList();
    }
}
