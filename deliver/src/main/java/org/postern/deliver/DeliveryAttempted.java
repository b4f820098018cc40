package org.postern.deliver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Event;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.EnhancedStatus;
import org.postern.mail.MailDate;

/// What became of recipients in one attempt: the `to=` line of sendmail's log.
///
/// @param id the message
/// @param to the recipients as given, joined by commas; safe text
/// @param controllingAddress `address (uid/gid)` of who controls the delivery, if somebody does
/// @param delaySeconds since the message arrived
/// @param attemptSeconds that this attempt took; absent when nothing was tried
/// @param mailer the mailer, empty for none
/// @param cost the `pri` of the message
/// @param relay host and address, empty for none
/// @param outcome the result; [#QUEUED] when it was not wanted now
public record DeliveryAttempted(
        String id,
        String to,
        Optional<String> controllingAddress,
        long delaySeconds,
        Optional<Long> attemptSeconds,
        String mailer,
        long cost,
        String relay,
        DeliveryOutcome outcome)
        implements Event {
    /// Left for a queue run that is due later.
    public static final DeliveryOutcome QUEUED =
            new DeliveryOutcome.Deferred(new EnhancedStatus(4, 2, 0), "queued", Optional.empty());

    private static final int DELIVERED_LEVEL = 8;
    private static final int FAILED_LEVEL = 7;
    private static final int DEFERRED_LEVEL = 9;

    /// Not an attempt: the message is looked at again a second later, and perhaps often.
    private static final int CROWDED_LEVEL = 12;

    @Override
    public String name() {
        return "delivery.attempted";
    }

    @Override
    public int logLevel() {
        return switch (outcome) {
            case DeliveryOutcome.Delivered _, DeliveryOutcome.Relayed _ -> DELIVERED_LEVEL;
            case DeliveryOutcome.Deferred _ -> DeliveryTexts.isCrowded(outcome) ? CROWDED_LEVEL : DEFERRED_LEVEL;
            case DeliveryOutcome.Failed _ -> FAILED_LEVEL;
        };
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
        List<Field> fields = new ArrayList<>(11);
        fields.add(new Field("to", to));
        if (!queued()) {
            controllingAddress.ifPresent(address -> fields.add(new Field("ctladdr", address)));
        }
        fields.add(new Field("delay", MailDate.span(delaySeconds)));
        attemptSeconds.ifPresent(seconds -> fields.add(new Field("xdelay", MailDate.span(seconds))));
        addIfAny(fields, "mailer", mailer);
        fields.add(new Field("pri", Long.toString(cost)));
        addIfAny(fields, "relay", relay);
        if (!queued()) {
            fields.add(new Field("dsn", outcome.status().toString()));
        }
        if (tellsReply()) {
            outcome.remoteReply().ifPresent(reply -> fields.add(new Field("reply", reply)));
        }
        fields.add(new Field("stat", outcome.statusText()));
        return fields;
    }

    private boolean queued() {
        return outcome.equals(QUEUED);
    }

    private boolean tellsReply() {
        return switch (outcome) {
            case DeliveryOutcome.Delivered _, DeliveryOutcome.Relayed _ -> false;
            case DeliveryOutcome.Failed _ -> true;
            case DeliveryOutcome.Deferred _ -> attemptSeconds.isPresent();
        };
    }

    private static void addIfAny(List<Field> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.add(new Field(name, value));
        }
    }
}
