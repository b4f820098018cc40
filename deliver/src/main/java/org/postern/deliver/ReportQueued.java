package org.postern.deliver;

import java.util.List;
import java.util.Optional;
import org.postern.base.Event;
import org.postern.base.PeerText;

/// A report on a message was put into the queue.
///
/// @param id the message that it is about
/// @param reportId the report's own id
/// @param kind `DSN`, `sender notify`, `postmaster notify`, `return to sender`
/// @param reason why it was written
public record ReportQueued(String id, String reportId, String kind, String reason) implements Event {
    private static final int LEVEL = 6;

    @Override
    public String name() {
        return "report.queued";
    }

    @Override
    public int logLevel() {
        return LEVEL;
    }

    @Override
    public Priority priority() {
        return Priority.INFO;
    }

    @Override
    public Optional<String> queueId() {
        return Optional.of(id);
    }

    @Override
    public List<Field> fields() {
        return List.of(
                new Field("reportId", reportId),
                new Field("kind", kind),
                new Field("reason", PeerText.of(reason).forLog()));
    }

    @Override
    public String text() {
        return reportId + ": " + kind + ": " + PeerText.of(reason).forLog();
    }
}
