package org.postern.deliver;

import java.util.List;
import java.util.Optional;
import org.postern.base.Event;
import org.postern.base.PeerText;

/// A report could not be delivered to anybody, not even to the double bounce address; it ends here.
///
/// @param id the report
/// @param recipient whom it could not reach
public record ReportLost(String id, String recipient) implements Event {
    @Override
    public String name() {
        return "report.lost";
    }

    @Override
    public int logLevel() {
        return 1;
    }

    @Override
    public Priority priority() {
        return Priority.CRITICAL;
    }

    @Override
    public Optional<String> queueId() {
        return Optional.of(id);
    }

    @Override
    public List<Field> fields() {
        return List.of(new Field("recipient", PeerText.of(recipient).forLog()));
    }

    @Override
    public String text() {
        return "SYSERR: savemail: cannot save rejected email anywhere, to="
                + PeerText.of(recipient).forLog() + "; it is kept in the queue, held (postern queue show --held)";
    }
}
