package org.postern.mail;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Collects the parts of an [Envelope]. Not for use by two threads at once.
public final class EnvelopeBuilder {
    private QueueId id;
    private long arrivedSeconds;
    private long lastAttemptSeconds;
    private int attempts;
    private long priority;
    private String sender = "<>";
    private BodyType bodyType = BodyType.UNSTATED;
    private Set<EnvelopeFlag> flags = Set.of();
    private Optional<String> envelopeId = Optional.empty();
    private Optional<String> authSender = Optional.empty();
    private Optional<DeliverBy> deliverBy = Optional.empty();
    private Optional<String> statusMessage = Optional.empty();
    private Optional<String> quarantineReason = Optional.empty();
    private Map<String, String> macros = Map.of();
    private List<Recipient> recipients = List.of();
    private List<HeaderField> header = List.of();

    EnvelopeBuilder(QueueId id) {
        this.id = id;
    }

    EnvelopeBuilder(Envelope from) {
        id = from.id();
        arrivedSeconds = from.arrivedSeconds();
        lastAttemptSeconds = from.lastAttemptSeconds();
        attempts = from.attempts();
        priority = from.priority();
        sender = from.sender();
        bodyType = from.bodyType();
        flags = from.flags();
        envelopeId = from.envelopeId();
        authSender = from.authSender();
        deliverBy = from.deliverBy();
        statusMessage = from.statusMessage();
        quarantineReason = from.quarantineReason();
        macros = from.macros();
        recipients = from.recipients();
        header = from.header();
    }

    public EnvelopeBuilder id(QueueId value) {
        id = value;
        return this;
    }

    public EnvelopeBuilder arrivedSeconds(long value) {
        arrivedSeconds = value;
        return this;
    }

    public EnvelopeBuilder lastAttemptSeconds(long value) {
        lastAttemptSeconds = value;
        return this;
    }

    public EnvelopeBuilder attempts(int value) {
        attempts = value;
        return this;
    }

    public EnvelopeBuilder priority(long value) {
        priority = value;
        return this;
    }

    public EnvelopeBuilder sender(String value) {
        sender = value;
        return this;
    }

    public EnvelopeBuilder bodyType(BodyType value) {
        bodyType = value;
        return this;
    }

    public EnvelopeBuilder flags(Set<EnvelopeFlag> value) {
        flags = value;
        return this;
    }

    public EnvelopeBuilder envelopeId(Optional<String> value) {
        envelopeId = value;
        return this;
    }

    public EnvelopeBuilder authSender(Optional<String> value) {
        authSender = value;
        return this;
    }

    public EnvelopeBuilder deliverBy(Optional<DeliverBy> value) {
        deliverBy = value;
        return this;
    }

    public EnvelopeBuilder statusMessage(Optional<String> value) {
        statusMessage = value;
        return this;
    }

    public EnvelopeBuilder quarantineReason(Optional<String> value) {
        quarantineReason = value;
        return this;
    }

    public EnvelopeBuilder macros(Map<String, String> value) {
        macros = value;
        return this;
    }

    public EnvelopeBuilder recipients(List<Recipient> value) {
        recipients = value;
        return this;
    }

    public EnvelopeBuilder header(List<HeaderField> value) {
        header = value;
        return this;
    }

    /// The finished value.
    public Envelope build() {
        return new Envelope(
                id,
                arrivedSeconds,
                lastAttemptSeconds,
                attempts,
                priority,
                sender,
                bodyType,
                flags,
                envelopeId,
                authSender,
                deliverBy,
                statusMessage,
                quarantineReason,
                macros,
                recipients,
                header);
    }
}
