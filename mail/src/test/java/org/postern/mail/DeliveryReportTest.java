package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Reports compared with what the real program wrote in the same situation (without its Return-Path and Received).
class DeliveryReportTest {
    private static String recorded(String name) throws IOException {
        try (InputStream in = DeliveryReportTest.class.getResourceAsStream("report-" + name + ".txt")) {
            assertThat(in).as("recorded report " + name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static String whole(DeliveryReport report, String body) {
        DeliveryReport.Text text = report.text();
        return HeaderWriter.text(text.header())
                + "\n"
                + text.beforeBody()
                + (text.includesBody() ? body : "")
                + text.afterBody();
    }

    private static ReportedMessage message(
            String id, long arrived, String subject, Optional<String> envelopeId, boolean onlyRecipient) {
        QueueId queueId = new QueueId(id);
        HeaderField received = new HeaderField(
                "Received",
                " (from root@localhost)\n\tby mx.exam.test (8.17.1.9/8.17.1.9/Debian-2+deb12u2) id " + id
                        + (onlyRecipient ? "\n\tfor root; " : ";\n\t") + MailDate.format(arrived, ZoneOffset.UTC));
        return new ReportedMessage(
                queueId,
                "root",
                arrived,
                "root@localhost",
                Optional.empty(),
                envelopeId,
                OptionalLong.empty(),
                List.of(
                        new HeaderField("Return-Path", " <root>"),
                        received,
                        new HeaderField("Date", " " + MailDate.format(arrived, ZoneOffset.UTC)),
                        new HeaderField("Message-Id", " " + MessageId.make(arrived, queueId, "mx.exam.test")),
                        new HeaderField("From", " Root <root@exam.test>"),
                        new HeaderField("To", " nosuch"),
                        new HeaderField("Subject", " " + subject)));
    }

    @Test
    void writesAFailureAsSendmailDoes() throws IOException {
        long now = 1795632243;
        ReportedRecipient bad = new ReportedRecipient(
                "bad@[127.0.0.2]",
                "bad@[127.0.0.2]",
                Optional.empty(),
                Optional.of("rfc822; bad@[127.0.0.2]"),
                Optional.empty(),
                ReportedRecipient.Action.FAILED,
                new EnhancedStatus(5, 1, 1),
                Optional.of("[127.0.0.2]"),
                Optional.of("SMTP; 550 5.1.1 <bad> no such user here"),
                Optional.of("550 5.1.1 <bad> no such user here"),
                now,
                OptionalLong.empty());
        DeliveryReport report = new DeliveryReport(
                new DeliveryReport.Kind.Failure(),
                new QueueId("6APIi37M014447"),
                "mx.exam.test",
                now,
                ZoneOffset.UTC,
                message("6APIi37L014447", now, "three", Optional.empty(), false),
                List.of(bad),
                List.of(
                        "... while talking to [127.0.0.2]:",
                        ">>> DATA",
                        "<<< 550 5.1.1 <bad> no such user here",
                        "550 5.1.1 bad@[127.0.0.2]... User unknown"),
                DeliveryReport.Returned.FULL,
                DeliveryReport.Style.USUAL);
        assertThat(whole(report, "hello\n")).isEqualTo(recorded("failure"));
    }

    @Test
    void writesAWarningAsSendmailDoes() throws IOException {
        long arrived = 1795632243;
        long now = 1795632278;
        ReportedRecipient full = new ReportedRecipient(
                "full@[127.0.0.2]",
                "full@[127.0.0.2]",
                Optional.empty(),
                Optional.of("rfc822; full@[127.0.0.2]"),
                Optional.empty(),
                ReportedRecipient.Action.DELAYED,
                new EnhancedStatus(4, 2, 2),
                Optional.of("[127.0.0.2]"),
                Optional.of("SMTP; 452 4.2.2 mailbox full"),
                Optional.empty(),
                now,
                OptionalLong.empty());
        DeliveryReport report = new DeliveryReport(
                new DeliveryReport.Kind.Warning(1),
                new QueueId("6APIicdO014859"),
                "mx.exam.test",
                now,
                ZoneOffset.UTC,
                message("6APIi3Vm014449", arrived, "four", Optional.empty(), false),
                List.of(full),
                List.of(
                        "... while talking to [127.0.0.2]:",
                        ">>> DATA",
                        "<<< 452 4.2.2 mailbox full",
                        "full@[127.0.0.2]... Deferred: 452 4.2.2 mailbox full",
                        "Warning: message still undelivered after 1 second",
                        "Will keep trying until message is 5 days old"),
                DeliveryReport.Returned.FULL,
                DeliveryReport.Style.USUAL);
        assertThat(whole(report, "hello\n")).isEqualTo(recorded("warning"));
    }

    @Test
    void writesAReceiptAsSendmailDoes() throws IOException {
        long now = 1795632000;
        ReportedRecipient root = new ReportedRecipient(
                "root",
                "root@mx.exam.test",
                Optional.empty(),
                Optional.of("rfc822; root@mx.exam.test"),
                Optional.empty(),
                ReportedRecipient.Action.DELIVERED,
                new EnhancedStatus(2, 1, 5),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now,
                OptionalLong.empty());
        DeliveryReport report = new DeliveryReport(
                new DeliveryReport.Kind.Success(),
                new QueueId("6APIe03r010216"),
                "mx.exam.test",
                now,
                ZoneOffset.UTC,
                message("6APIe03q010216", now, "two", Optional.of("envid1"), true),
                List.of(root),
                List.of("root... Successfully delivered"),
                DeliveryReport.Returned.HEADERS,
                DeliveryReport.Style.USUAL);
        assertThat(whole(report, "hello\n")).isEqualTo(recorded("success"));
    }

    @Test
    void cannotBeMadeToHoldOtherFields() {
        assertThatThrownBy(() -> new ReportedMessage(
                        new QueueId("x"),
                        "a\nBcc: b",
                        0,
                        "c",
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        ReportedMessage hostile = new ReportedMessage(
                new QueueId("x"),
                "a",
                0,
                "c",
                Optional.empty(),
                Optional.of("a+0A+0ABcc:+20b"),
                OptionalLong.empty(),
                List.of());
        ReportedRecipient someone = new ReportedRecipient(
                "a",
                "a",
                Optional.of("rfc822;a+0D+0AStatus:+202.0.0"),
                Optional.empty(),
                Optional.empty(),
                ReportedRecipient.Action.FAILED,
                new EnhancedStatus(5, 1, 1),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                OptionalLong.of(86_400));
        String text = new DeliveryReport(
                        new DeliveryReport.Kind.Failure(),
                        new QueueId("y"),
                        "h",
                        0,
                        ZoneOffset.UTC,
                        hostile,
                        List.of(someone),
                        List.of(),
                        DeliveryReport.Returned.HEADERS,
                        DeliveryReport.Style.USUAL)
                .text()
                .beforeBody();
        assertThat(text).contains("\nOriginal-Envelope-Id: a??Bcc: b\n");
        assertThat(text).contains("\nOriginal-Recipient: rfc822;a??Status: 2.0.0\n");
        assertThat(text).contains("\nWill-Retry-Until: Fri, 2 Jan 1970 00:00:00 GMT\n");
    }

    @Test
    void namesSpansOfTime() {
        assertThat(DeliveryReport.duration(4 * 3600)).isEqualTo("4 hours");
        assertThat(DeliveryReport.duration(5 * 86_400)).isEqualTo("5 days");
        assertThat(DeliveryReport.duration(86_400)).isEqualTo("1 day");
        assertThat(DeliveryReport.duration(90 * 60)).isEqualTo("90 minutes");
        assertThat(DeliveryReport.duration(1)).isEqualTo("1 second");
    }
}
