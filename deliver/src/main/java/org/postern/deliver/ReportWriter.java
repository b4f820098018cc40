package org.postern.deliver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.postern.base.Ascii;
import org.postern.cf.AddressRules;
import org.postern.cf.Configuration;
import org.postern.cf.SessionMacros;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.DeliveryReport;
import org.postern.mail.EnhancedStatus;
import org.postern.mail.Envelope;
import org.postern.mail.EnvelopeFlag;
import org.postern.mail.HeaderField;
import org.postern.mail.ReportedMessage;
import org.postern.mail.ReportedRecipient;
import org.postern.queue.MessageBody;

/// Turns what became of recipients into the text of a report.
final class ReportWriter {
    private static final int PIECE = 16 * 1024;
    private static final EnhancedStatus DELIVERED = new EnhancedStatus(2, 1, 5);

    private final Configuration configuration;
    private final AddressRules rules;
    private final BounceSettings settings;
    private final ZoneId zone;

    ReportWriter(Configuration configuration, AddressRules rules, BounceSettings settings, ZoneId zone) {
        this.configuration = configuration;
        this.rules = rules;
        this.settings = settings;
        this.zone = zone;
    }

    /// What a report says.
    ///
    /// @param kind failure, warning, success or postmaster
    /// @param about the message
    /// @param entries its recipients
    /// @param to who gets it
    /// @param transcript what happened
    /// @param whole true when the message itself is returned, not only its header
    /// @param nowSeconds the time
    /// @param untilSeconds when the message will be given up
    record Content(
            DeliveryReport.Kind kind,
            Envelope about,
            List<ReportEntry> entries,
            String to,
            List<String> transcript,
            boolean whole,
            long nowSeconds,
            long untilSeconds) {}

    /// The report as a message.
    DeliveryReport report(Content content, org.postern.mail.QueueId id) {
        Envelope about = content.about();
        ReportedMessage message = new ReportedMessage(
                about.id(),
                content.to(),
                about.arrivedSeconds(),
                safe(about.macros().getOrDefault("_", "localhost")),
                about.macros().containsKey("r")
                        ? Optional.of(safe(about.macros().getOrDefault("s", "localhost")))
                        : Optional.empty(),
                about.envelopeId(),
                about.deliverBy().isPresent()
                        ? OptionalLong.of(about.arrivedSeconds() + DeliveryTime.seconds(about))
                        : OptionalLong.empty(),
                returned(about));
        return new DeliveryReport(
                content.kind(),
                id,
                settings.hostName(),
                content.nowSeconds(),
                zone,
                message,
                content.entries().stream()
                        .map(entry -> recipient(content, entry))
                        .toList(),
                content.transcript(),
                content.whole() ? DeliveryReport.Returned.FULL : DeliveryReport.Returned.HEADERS,
                style(about));
    }

    /// The body of the report with LF line ends.
    byte[] body(DeliveryReport.Text text, MessageBody original) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        bytes.writeBytes(Ascii.bytes(text.beforeBody()));
        if (text.includesBody() && !copyEndsWithLine(original, bytes)) {
            bytes.write('\n');
        }
        bytes.writeBytes(Ascii.bytes(text.afterBody()));
        return bytes.toByteArray();
    }

    private static boolean copyEndsWithLine(MessageBody original, ByteArrayOutputStream bytes) throws IOException {
        byte last = '\n';
        try (InputStream in = original.open()) {
            byte[] piece = new byte[PIECE];
            for (int count = in.read(piece); count > 0; count = in.read(piece)) {
                bytes.write(piece, 0, count);
                last = piece[count - 1];
            }
        }
        return last == '\n';
    }

    /// The header with the sender where `Return-Path` has a place for it; other such places stay empty.
    private static List<HeaderField> returned(Envelope about) {
        String sender = Expansion.withoutBrackets(about.sender());
        return about.header().stream()
                .map(field -> field.value().indexOf(HeaderField.MACRO_REFERENCE) < 0
                        ? field
                        : new HeaderField(
                                field.name(),
                                field.value()
                                        .replace(HeaderField.MACRO_REFERENCE + "g", sender)
                                        .replace(HeaderField.MACRO_REFERENCE, '?')))
                .toList();
    }

    private DeliveryReport.Style style(Envelope about) {
        SessionMacros macros = SessionMacros.above(configuration.scope());
        macros.define("f", settings.author());
        macros.define("g", settings.author());
        macros.define("i", about.id().value());
        return new DeliveryReport.Style(
                settings.author(),
                settings.mime(),
                about.flags().contains(EnvelopeFlag.EIGHT_BIT),
                settings.opening().lines(text -> rules.expand(text, macros)));
    }

    private ReportedRecipient recipient(Content content, ReportEntry entry) {
        ExpandedAddress address = entry.address();
        DeliveryOutcome outcome = entry.outcome();
        String shown = address.recipient()
                .finalRecipient()
                .map(text -> text.substring(text.indexOf(';') + 1).strip())
                .orElseGet(() -> qualified(address.recipient().address()));
        boolean delayed = outcome instanceof DeliveryOutcome.Deferred;
        boolean failed = outcome instanceof DeliveryOutcome.Failed;
        boolean expired = failed && outcome.status().temporary();
        return new ReportedRecipient(
                TranscriptLines.shown(address),
                safe(shown),
                address.recipient().originalRecipient(),
                settings.noActualRecipient() ? Optional.empty() : Optional.of(actual(address)),
                address.parent().map(TranscriptLines::shown),
                action(entry),
                expired ? outcome.status() : status(entry),
                remoteHost(entry),
                entry.answer().map(answer -> safe(answer.diagnostic())),
                failed ? entry.answer().map(answer -> safe(answer.reason())) : Optional.empty(),
                content.nowSeconds(),
                delayed ? OptionalLong.of(content.untilSeconds()) : OptionalLong.empty());
    }

    /// For success the host's status for this recipient counts, not that for the message.
    private static EnhancedStatus status(ReportEntry entry) {
        Optional<EnhancedStatus> own = entry.answer().flatMap(ReportAnswer::status);
        return switch (entry.outcome()) {
            case DeliveryOutcome.Relayed relayed ->
                entry.by().isPresent() ? relayed.status() : own.orElseGet(relayed::status);
            case DeliveryOutcome.Delivered delivered ->
                delivered.remoteReply().isPresent() ? delivered.status() : DELIVERED;
            case DeliveryOutcome.Deferred deferred -> own.orElseGet(deferred::status);
            case DeliveryOutcome.Failed failed -> own.orElseGet(failed::status);
        };
    }

    private static Optional<String> remoteHost(ReportEntry entry) {
        return entry.relay().indexOf('[') >= 0 ? Optional.of(safe(firstWord(entry.relay()))) : Optional.empty();
    }

    private static ReportedRecipient.Action action(ReportEntry entry) {
        return switch (entry.outcome()) {
            case DeliveryOutcome.Delivered _ -> ReportedRecipient.Action.DELIVERED;
            case DeliveryOutcome.Relayed _ ->
                entry.by().map(ReportWriter::action).orElse(ReportedRecipient.Action.RELAYED);
            case DeliveryOutcome.Deferred _ -> ReportedRecipient.Action.DELAYED;
            case DeliveryOutcome.Failed _ -> ReportedRecipient.Action.FAILED;
        };
    }

    private static ReportedRecipient.Action action(DeliverByNotice by) {
        return switch (by) {
            case NOTIFY -> ReportedRecipient.Action.RELAYED_NOTIFY;
            case TRACE -> ReportedRecipient.Action.RELAYED_TRACE;
        };
    }

    /// Where it really went, with its type: programs and files are no mail addresses.
    private String actual(ExpandedAddress address) {
        String bare = Expansion.withoutBrackets(address.recipient().address());
        String plain = bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"")
                ? bare.substring(1, bare.length() - 1)
                : bare;
        return plain.startsWith("|") || plain.startsWith("/")
                ? "X-Unix; " + safe(plain)
                : "rfc822; " + qualified(address.recipient().address());
    }

    private String qualified(String address) {
        String bare = Expansion.withoutBrackets(address);
        return safe(bare.indexOf('@') >= 0 ? bare : bare + "@" + settings.hostName());
    }

    private static String firstWord(String text) {
        int blank = text.indexOf(' ');
        return blank < 0 ? text : text.substring(0, blank);
    }

    /// Text of a peer cannot end a line or a part.
    private static String safe(String text) {
        return TranscriptLines.safe(text);
    }
}
