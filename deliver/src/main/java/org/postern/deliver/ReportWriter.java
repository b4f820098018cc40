package org.postern.deliver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.postern.base.Ascii;
import org.postern.base.PeerText;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.DeliveryReport;
import org.postern.mail.Envelope;
import org.postern.mail.ReportedMessage;
import org.postern.mail.ReportedRecipient;
import org.postern.queue.MessageBody;

/// Turns what became of recipients into the text of a report.
final class ReportWriter {
    private static final int PIECE = 16 * 1024;

    private final BounceSettings settings;
    private final ZoneId zone;

    ReportWriter(BounceSettings settings, ZoneId zone) {
        this.settings = settings;
        this.zone = zone;
    }

    /// What a report says.
    ///
    /// @param kind failure, warning, success or postmaster
    /// @param about the message
    /// @param entries its recipients
    /// @param to who gets it
    /// @param closing the last lines of the transcript
    /// @param whole true when the message itself is returned, not only its header
    /// @param nowSeconds the time
    /// @param untilSeconds when the message will be given up
    record Content(
            DeliveryReport.Kind kind,
            Envelope about,
            List<ReportEntry> entries,
            String to,
            List<String> closing,
            boolean whole,
            long nowSeconds,
            long untilSeconds) {}

    /// The report as a message.
    DeliveryReport report(Content content, org.postern.mail.QueueId id) {
        Envelope about = content.about();
        ReportedMessage message = new ReportedMessage(
                about.id(),
                bracketed(content.to()),
                about.arrivedSeconds(),
                safe(about.macros().getOrDefault("_", "localhost")),
                about.macros().containsKey("r")
                        ? Optional.of(safe(about.macros().getOrDefault("s", "localhost")))
                        : Optional.empty(),
                about.envelopeId(),
                about.header());
        List<String> transcript = new ArrayList<>();
        if (!(content.kind() instanceof DeliveryReport.Kind.Success)) {
            content.entries().forEach(entry -> transcript(entry, transcript));
        }
        transcript.addAll(content.closing());
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
                transcript,
                content.whole() ? DeliveryReport.Returned.FULL : DeliveryReport.Returned.HEADERS);
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

    private static void transcript(ReportEntry entry, List<String> lines) {
        Optional<String> reply = entry.outcome().remoteReply();
        String address = safe(entry.address().recipient().address());
        if (reply.isPresent() && entry.relay().indexOf('[') >= 0) {
            lines.add("... while talking to " + safe(firstWord(entry.relay())) + ":");
            lines.add("<<< " + safe(reply.get()));
        }
        String words = safe(entry.outcome().statusText());
        if (entry.outcome() instanceof DeliveryOutcome.Failed failed
                && !failed.status().temporary()) {
            lines.add(code(reply) + " " + failed.status() + " " + address + "... " + words);
        } else {
            lines.add(address + "... " + words);
        }
    }

    private static String code(Optional<String> reply) {
        return reply.filter(text -> text.length() >= 3 && text.charAt(0) == '5' && Ascii.isDigit(text.charAt(1)))
                .map(text -> text.substring(0, 3))
                .orElse("554");
    }

    private ReportedRecipient recipient(Content content, ReportEntry entry) {
        ExpandedAddress address = entry.address();
        DeliveryOutcome outcome = entry.outcome();
        Optional<ExpandedAddress> parent = address.parent();
        String own = qualified(address.recipient().address());
        String shown = address.recipient()
                .finalRecipient()
                .map(text -> text.substring(text.indexOf(';') + 1).strip())
                .orElse(own);
        boolean expanded = !shown.equals(own) && !settings.noActualRecipient();
        Optional<String> diagnostic = outcome.remoteReply()
                .filter(_ -> entry.relay().indexOf('[') >= 0)
                .map(reply -> "SMTP; " + safe(reply));
        return new ReportedRecipient(
                safe(address.recipient().address()),
                safe(shown),
                address.recipient().originalRecipient(),
                expanded ? Optional.of("RFC822; " + own) : Optional.empty(),
                settings.noActualRecipient()
                        ? Optional.empty()
                        : parent.map(above -> safe(above.recipient().address())),
                action(content.kind(), outcome),
                outcome.status(),
                remoteHost(entry),
                diagnostic,
                outcome.remoteReply().map(ReportWriter::safe),
                content.nowSeconds(),
                content.kind() instanceof DeliveryReport.Kind.Warning
                        ? OptionalLong.of(content.untilSeconds())
                        : OptionalLong.empty());
    }

    private static Optional<String> remoteHost(ReportEntry entry) {
        return entry.relay().indexOf('[') >= 0 ? Optional.of(safe(firstWord(entry.relay()))) : Optional.empty();
    }

    private static ReportedRecipient.Action action(DeliveryReport.Kind kind, DeliveryOutcome outcome) {
        return switch (outcome) {
            case DeliveryOutcome.Delivered _ -> ReportedRecipient.Action.DELIVERED;
            case DeliveryOutcome.Relayed _ -> ReportedRecipient.Action.RELAYED;
            case DeliveryOutcome.Deferred _ -> ReportedRecipient.Action.DELAYED;
            case DeliveryOutcome.Failed _ ->
                kind instanceof DeliveryReport.Kind.Warning
                        ? ReportedRecipient.Action.DELAYED
                        : ReportedRecipient.Action.FAILED;
        };
    }

    private String qualified(String address) {
        String bare = Expansion.withoutBrackets(address);
        return safe(bare.indexOf('@') >= 0 ? bare : bare + "@" + settings.hostName());
    }

    private static String bracketed(String address) {
        return address.startsWith("<") || address.indexOf('@') < 0 ? address : "<" + address + ">";
    }

    private static String firstWord(String text) {
        int blank = text.indexOf(' ');
        return blank < 0 ? text : text.substring(0, blank);
    }

    /// Text of a peer cannot end a line or a part.
    private static String safe(String text) {
        return PeerText.of(text).forLog();
    }
}
