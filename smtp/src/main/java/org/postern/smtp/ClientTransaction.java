package org.postern.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.mail.DeliverBy;
import org.postern.mail.DeliveryOutcome;

/// One message on its way through a [ClientSession]: which recipients the server took, what is decided already, and
/// what a report should tell of it.
final class ClientTransaction {
    private final OutgoingMessage message;
    private final List<Optional<RecipientResult>> results = new ArrayList<>();
    private final List<Optional<String>> accepted = new ArrayList<>();
    private final List<Integer> order = new ArrayList<>();
    private final ClientStory story;

    /// @param story where what happens is noted
    ClientTransaction(OutgoingMessage message, ClientStory story) {
        this.message = message;
        this.story = story;
        for (int i = 0; i < message.recipients().size(); i++) {
            results.add(Optional.empty());
            accepted.add(Optional.empty());
        }
    }

    OutgoingMessage message() {
        return message;
    }

    /// The command for a recipient.
    String ask(int recipient, ServerOffer offer) {
        return ClientCommands.rcpt(message.recipients().get(recipient), offer);
    }

    /// The command for the recipient that a reply answers; empty for a reply to another command.
    String asked(OwedReply answered, ServerOffer offer) {
        return answered.phase() == ClientPhase.RCPT ? ask(answered.recipient(), offer) : "";
    }

    /// Decides what can be decided before the server sees anything of the message: it asks for what this server
    /// does not offer, or recipients must not be told to it.
    ///
    /// @return true when everything is decided
    boolean endsUnsent(ServerOffer offer, ClientPolicy policy) {
        boolean returns = message.deliverBy().filter(DeliverBy::returnMode).isPresent();
        if (returns && !offer.has(ServerOffer.Extension.DELIVER_BY)) {
            // RFC 2852 §4.1.4.2
            trouble("554 5.4.7 Server does not support Deliver By");
            decideRest(ReplyClassifier.cannotDeliverBy(), false, Optional.empty());
        } else if (message.international() == OutgoingMessage.International.NEEDED
                && !offer.has(ServerOffer.Extension.SMTPUTF8)) {
            // RFC 6531 §3.2; another host of the domain may have the extension
            trouble("554 5.6.7 Server does not support SMTPUTF8");
            decideRest(ReplyClassifier.cannotTakeInternational(), true, Optional.empty());
        } else {
            for (int i = 0; i < results.size(); i++) {
                Optional<ClientPolicy.Refusal> refusal =
                        policy.judgeRecipient(message.recipients().get(i));
                if (refusal.isPresent()) {
                    trouble(refusal.get().line());
                    decide(i, refusal.get().outcome(), false, Optional.empty());
                }
            }
        }
        return results.stream().allMatch(Optional::isPresent);
    }

    private void trouble(String line) {
        story.remark(new SessionRemark.Trouble(line));
    }

    /// @param answer the first line of the answer to RCPT
    void accept(int recipient, String answer) {
        accepted.set(recipient, Optional.of(answer));
        order.add(recipient);
    }

    /// True when the recipient has a result already.
    boolean decided(int recipient) {
        return results.get(recipient).isPresent();
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
        story.remark(new SessionRemark.Decided(recipient, outcome));
    }

    List<RecipientResult> results() {
        return results.stream().map(Optional::orElseThrow).toList();
    }
}
