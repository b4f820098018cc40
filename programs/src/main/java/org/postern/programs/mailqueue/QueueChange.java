package org.postern.programs.mailqueue;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.postern.deliver.AdministratorWish;
import org.postern.mail.Envelope;
import org.postern.queue.QueueEditor.Change;

/// What an action makes of a message.
final class QueueChange {
    private QueueChange() {}

    static Change of(QueueOptions options, Envelope envelope) {
        return switch (options.action()) {
            case SHOW -> new Change.Keep();
            case HOLD -> quarantined(envelope, Optional.of(options.text()));
            case RELEASE -> quarantined(envelope, Optional.empty());
            case REQUEUE ->
                new Change.Rewrite(envelope.toBuilder().lastAttemptSeconds(0).build());
            case DELETE -> new Change.Delete();
            case BOUNCE -> wished(envelope, AdministratorWish.RETURN, options.text());
            case REROUTE -> wished(envelope, AdministratorWish.ROUTE, options.text());
        };
    }

    /// True when the daemon has something to do afterwards.
    static boolean wantsRun(QueueOptions.Action action) {
        return switch (action) {
            case RELEASE, REQUEUE, BOUNCE, REROUTE -> true;
            case SHOW, HOLD, DELETE -> false;
        };
    }

    private static Change quarantined(Envelope envelope, Optional<String> reason) {
        return envelope.quarantineReason().equals(reason)
                ? new Change.Keep()
                : new Change.Rewrite(
                        envelope.toBuilder().quarantineReason(reason).build());
    }

    private static Change wished(Envelope envelope, String macro, String value) {
        Map<String, String> macros = new HashMap<>(envelope.macros());
        macros.put(macro, value.isEmpty() ? "returned by the administrator" : value);
        return new Change.Rewrite(envelope.toBuilder().macros(macros).build());
    }
}
