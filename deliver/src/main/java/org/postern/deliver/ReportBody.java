package org.postern.deliver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.PeerText;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.Envelope;
import org.postern.mail.HeaderField;
import org.postern.queue.MessageBody;

/// The body of a report in sendmail's layout (RFC 3464; RFC 6522): the words, the status of each recipient, and the
/// message or its header.
final class ReportBody {
    private static final int PIECE = 16 * 1024;

    private final ReportKind kind;
    private final Envelope about;
    private final List<ReportedRecipient> recipients;
    private final BounceSettings settings;
    private final String boundary;
    private final ReportTimes times;
    private final StringBuilder out = new StringBuilder(2048);

    /// @param boundary between the parts; no text of the message can hold it by chance
    ReportBody(
            ReportKind kind,
            Envelope about,
            List<ReportedRecipient> recipients,
            BounceSettings settings,
            String boundary,
            ReportTimes times) {
        this.kind = kind;
        this.about = about;
        this.recipients = recipients;
        this.settings = settings;
        this.boundary = boundary;
        this.times = times;
    }

    /// The body with LF line ends.
    ///
    /// @param whole true when the message itself is to be returned, not only its header
    byte[] write(MessageBody body, boolean whole) throws IOException {
        out.append("This is a MIME-encapsulated message\n\n--").append(boundary).append("\n\n");
        words();
        out.append("\n--").append(boundary).append("\nContent-Type: message/delivery-status\n\n");
        status();
        out.append("\n--").append(boundary).append("\nContent-Type: ");
        out.append(whole ? "message/rfc822" : "text/rfc822-headers").append("\n\n");
        for (HeaderField field : about.header()) {
            if (field.mailerFlags().isEmpty() || !Ascii.sameIgnoringCase(field.name(), "Return-Path")) {
                out.append(field.name()).append(':').append(field.value()).append('\n');
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(out.length() + 4096);
        bytes.writeBytes(Ascii.bytes(out.toString()));
        if (whole) {
            bytes.write('\n');
            copy(body, bytes);
        }
        bytes.writeBytes(Ascii.bytes("\n--" + boundary + "--\n\n"));
        return bytes.toByteArray();
    }

    private static void copy(MessageBody body, ByteArrayOutputStream bytes) throws IOException {
        try (InputStream in = body.open()) {
            byte[] piece = new byte[PIECE];
            for (int count = in.read(piece); count > 0; count = in.read(piece)) {
                bytes.write(piece, 0, count);
            }
        }
    }

    private void words() {
        if (kind == ReportKind.WARNING) {
            String stars = "    **********************************************\n";
            out.append(stars)
                    .append("    **      THIS IS A WARNING MESSAGE ONLY      **\n")
                    .append("    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n")
                    .append(stars)
                    .append('\n');
        }
        out.append("The original message was received at ").append(times.arrived());
        out.append("\nfrom ").append(origin()).append('\n');
        if (kind == ReportKind.POSTMASTER) {
            out.append("with id ").append(about.id()).append('\n');
        }
        out.append('\n').append(heading()).append('\n');
        for (ReportedRecipient recipient : recipients) {
            address(recipient);
        }
        if (kind != ReportKind.SUCCESS) {
            out.append("\n   ----- Transcript of session follows -----\n");
            recipients.forEach(this::transcript);
        }
        times.closingWords().ifPresent(out::append);
    }

    private String origin() {
        String origin = about.macros().getOrDefault("_", "localhost");
        return PeerText.of(origin).forLog();
    }

    private String heading() {
        return switch (kind) {
            case FAILURE, POSTMASTER -> "   ----- The following addresses had permanent fatal errors -----";
            case WARNING -> "   ----- The following addresses had transient non-fatal errors -----";
            case SUCCESS -> "   ----- The following addresses had successful delivery notifications -----";
        };
    }

    private void address(ReportedRecipient one) {
        out.append(safe(one.address().recipient().address()));
        if (kind == ReportKind.SUCCESS) {
            out.append(
                    one.outcome() instanceof DeliveryOutcome.Relayed
                            ? "  (relayed to non-DSN-aware mailer)"
                            : "  (successfully delivered to mailbox)");
        }
        out.append('\n');
        one.outcome()
                .remoteReply()
                .ifPresent(
                        reply -> out.append("    (reason: ").append(safe(reply)).append(")\n"));
        if (!settings.noActualRecipient()) {
            one.address()
                    .parent()
                    .ifPresent(parent -> out.append("    (expanded from: ")
                            .append(safe(parent.recipient().address()))
                            .append(")\n"));
        }
    }

    private void transcript(ReportedRecipient one) {
        if (!one.relay().isEmpty() && one.outcome().remoteReply().isPresent()) {
            out.append("... while talking to ").append(safe(one.relay())).append(":\n");
            out.append("<<< ").append(safe(one.outcome().remoteReply().get())).append('\n');
        }
        if (kind == ReportKind.WARNING) {
            out.append(safe(one.address().recipient().address()))
                    .append("... ")
                    .append(safe(one.outcome().statusText()))
                    .append('\n');
        } else {
            String code = one.outcome().status().temporary() ? "451 " : "550 ";
            out.append(code).append(one.outcome().status()).append(' ');
            out.append(safe(one.address().recipient().address())).append("... ");
            out.append(safe(one.outcome().statusText())).append('\n');
        }
    }

    private void status() {
        about.envelopeId().ifPresent(id -> field("Original-Envelope-Id", safe(id)));
        field("Reporting-MTA", "dns; " + settings.hostName());
        if (about.macros().containsKey("r")) {
            field("Received-From-MTA", "DNS; " + safe(about.macros().getOrDefault("s", "localhost")));
        }
        field("Arrival-Date", times.arrived());
        recipients.forEach(this::status);
    }

    private void status(ReportedRecipient one) {
        out.append('\n');
        one.address()
                .recipient()
                .originalRecipient()
                .ifPresent(original -> field("Original-Recipient", safe(original)));
        field("Final-Recipient", one.address().recipient().finalRecipient().orElseGet(() -> finalRecipient(one)));
        boolean expanded = one.address().parent().isPresent() && !settings.noActualRecipient();
        if (expanded) {
            field("X-Actual-Recipient", finalRecipient(one));
        }
        field("Action", action(one));
        field("Status", one.outcome().status().toString());
        if (!one.relay().isEmpty() && !one.relay().startsWith("local")) {
            field("Remote-MTA", "DNS; " + safe(firstWord(one.relay())));
        }
        Optional<String> reply = one.outcome().remoteReply();
        reply.ifPresent(text -> field("Diagnostic-Code", "SMTP; " + safe(text)));
        field("Last-Attempt-Date", times.now());
        if (kind == ReportKind.WARNING) {
            times.willRetryUntil().ifPresent(until -> field("Will-Retry-Until", until));
        }
    }

    private String action(ReportedRecipient one) {
        return switch (one.outcome()) {
            case DeliveryOutcome.Relayed _ -> "relayed (to non-DSN-aware mailer)";
            case DeliveryOutcome.Delivered _ -> "delivered (to mailbox)";
            case DeliveryOutcome.Failed _, DeliveryOutcome.Deferred _ -> kind.action();
        };
    }

    private String finalRecipient(ReportedRecipient one) {
        String address = Expansion.withoutBrackets(one.address().recipient().address());
        return "RFC822; " + safe(address.indexOf('@') >= 0 ? address : address + "@" + settings.hostName());
    }

    private static String firstWord(String text) {
        int blank = text.indexOf(' ');
        return blank < 0 ? text : text.substring(0, blank);
    }

    private void field(String name, String value) {
        out.append(name).append(": ").append(value).append('\n');
    }

    /// Text of a peer cannot end a line or a part.
    private static String safe(String text) {
        return PeerText.of(text).forLog();
    }
}
