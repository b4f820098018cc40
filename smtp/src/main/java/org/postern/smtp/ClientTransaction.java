package org.postern.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.mail.DeliveryOutcome;

/// One message on its way through a [ClientSession]: which recipients the server took, what is decided already, and
/// what a report should tell of it.
final class ClientTransaction {
    private final OutgoingMessage message;
    private final List<Optional<RecipientResult>> results = new ArrayList<>();
    private final List<Optional<String>> accepted = new ArrayList<>();
    private final List<Integer> order = new ArrayList<>();
    private final List<SessionRemark> remarks;

    /// @param remarks where what happens is noted
    ClientTransaction(OutgoingMessage message, List<SessionRemark> remarks) {
        this.message = message;
        this.remarks = remarks;
        for (int i = 0; i < message.recipients().size(); i++) {
            results.add(Optional.empty());
            accepted.add(Optional.empty());
        }
    }

    OutgoingMessage message() {
        return message;
    }

    /// @param answer the first line of the answer to RCPT
    void accept(int recipient, String answer) {
        accepted.set(recipient, Optional.of(answer));
        order.add(recipient);
    }

    boolean anyAccepted() {
        return !order.isEmpty();
    }

    /// The recipients that the server took, in the order of its answers.
    List<Integer> accepted() {
        return order;
    }

    /// @param answer the first line of the answer that decided
    void decide(int recipient, DeliveryOutcome outcome, boolean mayTryNextHost, Optional<String> answer) {
        if (results.get(recipient).isEmpty()) {
            enter(recipient, outcome, mayTryNextHost, answer);
            remark(recipient, outcome);
        }
    }

    /// The same outcome for every recipient that has none yet.
    void decideRest(DeliveryOutcome outcome, boolean mayTryNextHost, Optional<String> answer) {
        boolean any = false;
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).isEmpty()) {
                enter(i, outcome, mayTryNextHost, answer);
                any = true;
            }
        }
        if (any) {
            remark(SessionRemark.Decided.REST, outcome);
        }
    }

    private void enter(int recipient, DeliveryOutcome outcome, boolean mayTryNextHost, Optional<String> answer) {
        boolean good = outcome instanceof DeliveryOutcome.Relayed || outcome instanceof DeliveryOutcome.Delivered;
        Optional<String> told = good ? accepted.get(recipient) : answer;
        results.set(
                recipient,
                Optional.of(new RecipientResult(message.recipients().get(recipient), outcome, mayTryNextHost, told)));
    }

    private void remark(int recipient, DeliveryOutcome outcome) {
        if (remarks.size() < ClientSession.MOST_REMARKS) {
            remarks.add(new SessionRemark.Decided(recipient, outcome));
        }
    }

    List<RecipientResult> results() {
        return results.stream().map(Optional::orElseThrow).toList();
    }
}
