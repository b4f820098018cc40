package org.postern.deliver;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.Envelope;

/// Finds mail loops: a message that has passed more hosts than MaxHopCount goes back to its sender (sendmail op guide
/// §5.6; RFC 5321 §6.3). Each host leaves a trace field; our own counts too.
///
/// @param most MaxHopCount
record HopLimit(long most) {
    private static final Set<String> TRACE_FIELDS = Set.of("received", "x400-received", "via", "mail-from");

    /// What becomes of a message that is in a loop; empty when it is in none.
    ///
    /// @param all its recipients
    Optional<Attempt> exceeded(Envelope envelope, List<ExpandedAddress> all) {
        long hops = envelope.header().stream()
                .filter(field -> TRACE_FIELDS.contains(Ascii.lower(field.name())))
                .count();
        if (hops <= most || all.isEmpty()) {
            return Optional.empty();
        }
        String text = "Too many hops " + hops + " (" + most + " max): from "
                + plain(envelope.sender()) + " via " + via(envelope) + ", to "
                + plain(all.getFirst().recipient().address());
        String reply = "554 5.4.6 Too many hops";
        DeliveryOutcome outcome = DeliveryTexts.failed(4, 6, text, reply);
        return Optional.of(new Attempt(
                all,
                "",
                "",
                Attempt.NOT_TRIED,
                outcome,
                Collections.nCopies(all.size(), Optional.of(ReportAnswer.ofHost(reply))),
                Optional.empty(),
                List.of("554 5.4.6 " + text)));
    }

    private static String plain(String address) {
        return TranscriptLines.safe(Expansion.withoutBrackets(address));
    }

    /// The host that the message came from: what stands in `$_`, without the user.
    private static String via(Envelope envelope) {
        String from = envelope.macros().getOrDefault("_", "localhost");
        String host = from.substring(from.indexOf('@') + 1);
        int end = host.indexOf(' ');
        return TranscriptLines.safe(end < 0 ? host : host.substring(0, end));
    }
}
