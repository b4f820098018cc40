package org.postern.mail;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A message that tells a sender what became of his mail: `multipart/report` in three parts (RFC 3464, RFC 6522), in
/// sendmail's layout and words.
///
/// It is a function of what is known. The body of the original can be big, so it is not in here: see [Text].
///
/// @param kind failure, warning, success or the copy for the postmaster
/// @param id the name of the report in the queue
/// @param hostName this host
/// @param madeSeconds when it is made
/// @param zone the zone of the host
/// @param message what it is about
/// @param recipients at least one
/// @param transcript lines of the session with the next hop and of results, without line breaks
/// @param returned how much of the original it carries
/// @param style how it is written
public record DeliveryReport(
        Kind kind,
        QueueId id,
        String hostName,
        long madeSeconds,
        ZoneId zone,
        ReportedMessage message,
        List<ReportedRecipient> recipients,
        List<String> transcript,
        Returned returned,
        Style style) {
    private static final long DAY = 86_400;
    private static final long HOUR = 3600;
    private static final long MINUTE = 60;

    private static final String EIGHT_BIT = "Content-Transfer-Encoding: 8bit\n";

    private static final String WARNING_BOX = """
                **********************************************
                **      THIS IS A WARNING MESSAGE ONLY      **
                **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **
                **********************************************

            """;

    /// Why a report is made.
    public sealed interface Kind {
        /// Something will never be delivered.
        record Failure() implements Kind {}

        /// Something is late.
        ///
        /// @param afterSeconds how late
        record Warning(long afterSeconds) implements Kind {}

        /// The time of DELIVERBY is over, and delivery is still tried (RFC 2852 §4.1.4).
        ///
        /// @param afterSeconds the time that the sender gave
        record DeliveryTime(long afterSeconds) implements Kind {}

        /// Something was delivered and the sender wanted to know.
        record Success() implements Kind {}

        /// The copy for the postmaster, or a report that could not be delivered.
        record Postmaster() implements Kind {}
    }

    /// How much of the original message a report carries.
    public enum Returned {
        FULL,
        HEADERS
    }

    /// How reports are written.
    ///
    /// @param author who sends them, macro `$n`
    /// @param mime false for a plain text without parts (option SendMimeErrors)
    /// @param eightBit the original may hold bytes above 127
    /// @param opening lines behind the first ones, without line breaks (option ErrorHeader)
    public record Style(String author, boolean mime, boolean eightBit, List<String> opening) {
        /// As sendmail writes them when nothing is configured.
        public static final Style USUAL = new Style("MAILER-DAEMON", true, false, List.of());

        public Style {
            EnvelopeText.check("author", author);
            opening = List.copyOf(opening);
            opening.forEach(line -> EnvelopeText.check("ErrorHeader", line));
        }
    }

    /// A report as a message.
    ///
    /// @param header its header fields, without Received and Return-Path
    /// @param beforeBody its body up to where the body of the original stands, with LF line ends
    /// @param includesBody true when the body of the original belongs after `beforeBody`
    /// @param afterBody the rest; when the body of the original does not end with a line end, one belongs between
    public record Text(List<HeaderField> header, String beforeBody, boolean includesBody, String afterBody) {}

    public DeliveryReport {
        recipients = List.copyOf(recipients);
        transcript = List.copyOf(transcript);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a report about nobody");
        }
        transcript.forEach(line -> EnvelopeText.check("transcript", line));
    }

    /// The message.
    public Text text() {
        String boundary = id + "." + madeSeconds + "/" + hostName;
        StringBuilder out = new StringBuilder(2048);
        boolean full = returned == Returned.FULL;
        if (!style.mime()) {
            appendWords(out);
            out.append("\n   ----- ")
                    .append(full ? "Original message follows" : "Message header follows")
                    .append(" -----\n\n");
            out.append(HeaderWriter.text(message.header())).append('\n');
            return new Text(header(boundary), out.toString(), full, full ? "\n" : "");
        }
        out.append("This is a MIME-encapsulated message\n\n--").append(boundary).append("\n\n");
        appendWords(out);
        out.append("\n--").append(boundary).append("\nContent-Type: message/delivery-status\n\n");
        appendStatus(out);
        out.append("\n--").append(boundary).append("\nContent-Type: ");
        out.append(full ? "message/rfc822" : "text/rfc822-headers").append('\n');
        out.append(style.eightBit() ? EIGHT_BIT : "").append('\n');
        out.append(HeaderWriter.text(message.header())).append('\n');
        String after = (full ? "\n--" : "--") + boundary + "--\n\n";
        return new Text(header(boundary), out.toString(), full, after);
    }

    private List<HeaderField> header(String boundary) {
        List<HeaderField> fields = new ArrayList<>();
        fields.add(new HeaderField("Date", " " + date(madeSeconds)));
        fields.add(new HeaderField("From", " Mail Delivery Subsystem <" + style.author() + ">"));
        fields.add(new HeaderField("Message-Id", " " + MessageId.make(madeSeconds, id, hostName)));
        fields.add(new HeaderField("To", " " + message.sender()));
        if (style.mime()) {
            fields.add(new HeaderField("MIME-Version", " 1.0"));
            fields.add(new HeaderField(
                    "Content-Type",
                    " multipart/report; report-type=delivery-status;\n\tboundary=\"" + boundary + "\""));
            if (style.eightBit()) {
                fields.add(new HeaderField("Content-Transfer-Encoding", " 8bit"));
            }
        }
        fields.add(new HeaderField("Subject", " " + subject()));
        fields.add(new HeaderField("Auto-Submitted", " auto-generated (" + submitted() + ")"));
        return fields;
    }

    private String subject() {
        return switch (kind) {
            case Kind.Failure() -> "Returned mail: see transcript for details";
            case Kind.Warning(long after) -> "Warning: could not send message for past " + duration(after);
            case Kind.DeliveryTime(long after) -> "Warning: Delivery time (" + after + "s) exceeded";
            case Kind.Success() -> "Return receipt";
            case Kind.Postmaster() -> "Postmaster notify: see transcript for details";
        };
    }

    private String submitted() {
        return switch (kind) {
            case Kind.Failure() -> "failure";
            case Kind.Warning _, Kind.DeliveryTime _ -> "warning-timeout";
            case Kind.Success() -> "return-receipt";
            case Kind.Postmaster() -> "postmaster-notification";
        };
    }

    // ---- the part for people ----

    private void appendWords(StringBuilder out) {
        if ((kind instanceof Kind.Warning || kind instanceof Kind.DeliveryTime) && onlyDelays()) {
            out.append(WARNING_BOX);
        }
        out.append("The original message was received at ").append(date(message.arrivedSeconds()));
        out.append("\nfrom ").append(message.receivedFrom()).append('\n');
        if (kind instanceof Kind.Postmaster) {
            out.append("with id ").append(message.id()).append('\n');
        }
        if (!style.opening().isEmpty()) {
            out.append('\n');
            style.opening().forEach(line -> out.append(line).append('\n'));
        }
        appendSection(out, "permanent fatal errors", List.of(ReportedRecipient.Action.FAILED));
        if (!(kind instanceof Kind.Warning)) {
            appendSection(out, "transient non-fatal errors", List.of(ReportedRecipient.Action.DELAYED));
        }
        appendSection(
                out,
                "successful delivery notifications",
                List.of(
                        ReportedRecipient.Action.DELIVERED,
                        ReportedRecipient.Action.RELAYED,
                        ReportedRecipient.Action.RELAYED_NOTIFY,
                        ReportedRecipient.Action.RELAYED_TRACE,
                        ReportedRecipient.Action.EXPANDED));
        if (!transcript.isEmpty()) {
            out.append("\n   ----- Transcript of session follows -----\n");
            transcript.forEach(line -> out.append(line).append('\n'));
        }
    }

    private boolean onlyDelays() {
        return recipients.stream().allMatch(one -> one.action() == ReportedRecipient.Action.DELAYED);
    }

    private void appendSection(StringBuilder out, String title, List<ReportedRecipient.Action> actions) {
        List<ReportedRecipient> concerned = recipients.stream()
                .filter(recipient -> actions.contains(recipient.action()))
                .toList();
        if (concerned.isEmpty()) {
            return;
        }
        out.append("\n   ----- The following addresses had ").append(title).append(" -----\n");
        for (ReportedRecipient recipient : concerned) {
            out.append(recipient.address()).append(recipient.action().words()).append('\n');
            recipient
                    .reason()
                    .ifPresent(
                            reason -> out.append("    (reason: ").append(reason).append(")\n"));
            recipient
                    .expandedFrom()
                    .ifPresent(from ->
                            out.append("    (expanded from: ").append(from).append(")\n"));
        }
    }

    // ---- the part for programs ----

    private void appendStatus(StringBuilder out) {
        message.envelopeId().ifPresent(envelopeId -> line(out, "Original-Envelope-Id", XText.decode(envelopeId)));
        line(out, "Reporting-MTA", "dns; " + hostName);
        message.receivedFromMta().ifPresent(name -> line(out, "Received-From-MTA", "DNS; " + name));
        line(out, "Arrival-Date", date(message.arrivedSeconds()));
        message.deliverBySeconds().ifPresent(seconds -> line(out, "Deliver-By-Date", date(seconds)));
        for (ReportedRecipient recipient : recipients) {
            out.append('\n');
            recipient.originalRecipient().ifPresent(original -> line(out, "Original-Recipient", original(original)));
            line(out, "Final-Recipient", "RFC822; " + recipient.finalRecipient());
            recipient.actualRecipient().ifPresent(actual -> line(out, "X-Actual-Recipient", actual));
            line(out, "Action", recipient.action().field());
            line(out, "Status", recipient.status().toString());
            recipient.remoteMta().ifPresent(host -> line(out, "Remote-MTA", "DNS; " + host));
            recipient.diagnostic().ifPresent(words -> line(out, "Diagnostic-Code", words));
            line(out, "Last-Attempt-Date", date(recipient.lastAttemptSeconds()));
            recipient.willRetryUntilSeconds().ifPresent(seconds -> line(out, "Will-Retry-Until", date(seconds)));
        }
    }

    /// `type;xtext` with the address decoded (RFC 3464 §2.3.1).
    private static String original(String given) {
        int semicolon = given.indexOf(';');
        if (semicolon < 0) {
            return given;
        }
        return given.substring(0, semicolon) + ";" + XText.decode(given.substring(semicolon + 1));
    }

    /// One field; whatever would begin another one becomes `?`.
    private static void line(StringBuilder out, String name, String value) {
        out.append(name).append(": ");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            out.append(c < ' ' || c == 127 ? '?' : c);
        }
        out.append('\n');
    }

    private String date(long epochSeconds) {
        return MailDate.format(epochSeconds, zone);
    }

    /// `4 hours`, `5 days`, `90 minutes`: the biggest unit that divides the time.
    static String duration(long seconds) {
        Optional<String> days = unit(seconds, DAY, "day");
        return days.or(() -> unit(seconds, HOUR, "hour"))
                .or(() -> unit(seconds, MINUTE, "minute"))
                .orElseGet(() -> seconds + (seconds == 1 ? " second" : " seconds"));
    }

    private static Optional<String> unit(long seconds, long length, String name) {
        if (seconds < length || seconds % length != 0) {
            return Optional.empty();
        }
        long count = seconds / length;
        return Optional.of(count + " " + name + (count == 1 ? "" : "s"));
    }
}
