package org.postern.deliver;

import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.cf.AddressRules;
import org.postern.cf.Configuration;
import org.postern.cf.HeaderDeclaration;
import org.postern.cf.SessionMacros;
import org.postern.mail.BodyType;
import org.postern.mail.DeliveryReport;
import org.postern.mail.Envelope;
import org.postern.mail.EnvelopeFlag;
import org.postern.mail.HeaderField;
import org.postern.mail.MailDate;
import org.postern.mail.MailEvent;
import org.postern.mail.QueueId;
import org.postern.mail.Recipient;
import org.postern.mail.RecipientFlag;
import org.postern.queue.MessageBody;
import org.postern.queue.QueueException;

/// Writes reports on messages and commits them to the queue (RFC 3461 §6, RFC 3464; sendmail op guide §5.6).
///
/// A report has the null sender and is never itself reported on to its recipient: when it fails it goes to the double
/// bounce address, and when that fails too it ends with a line in the log. Nobody gets a report who did not ask for it
/// (NOTIFY), and mail from the null sender makes none for a sender.
final class Bounces {
    private static final String POSTMASTER = "postmaster notify";
    private static final long RECIPIENT_COST = 30_000;

    private final Configuration configuration;
    private final AddressRules rules;
    private final QueueCopies copies;
    private final BounceSettings settings;
    private final ReportWriter writer;
    private final ZoneId zone;
    private final AgeLimits ages;
    private final Clock clock;
    private final EventSink events;
    private final DeliveryCounters counters;

    Bounces(
            Configuration configuration,
            AddressRules rules,
            QueueCopies copies,
            BounceSettings settings,
            ZoneId zone,
            AgeLimits ages,
            Clock clock,
            EventSink events,
            DeliveryCounters counters) {
        this.configuration = configuration;
        this.rules = rules;
        this.copies = copies;
        this.settings = settings;
        this.writer = new ReportWriter(settings, zone);
        this.zone = zone;
        this.ages = ages;
        this.clock = clock;
        this.events = events;
        this.counters = counters;
    }

    /// Reports recipients that failed.
    ///
    /// @param expired true when they failed because the message is too old
    /// @throws QueueException when the report is not safe; the recipients must stay in the queue
    void failed(Envelope about, MessageBody body, List<ReportEntry> failed, boolean expired) throws QueueException {
        List<ReportEntry> wanted = wanting(failed, RecipientFlag.NOTIFY_FAILURE);
        String days = Elapsed.words(ages.returnAfter(about).toSeconds());
        String reason = expired
                ? "Cannot send message for " + days
                : failed.getLast().outcome().statusText();
        List<String> closing = expired
                ? List.of("Message could not be delivered for " + days, "Message will be deleted from queue")
                : List.of();
        if (about.nullSender()) {
            doubleBounce(about, body, failed, reason, closing);
        } else if (!wanted.isEmpty()) {
            String logKind = expired ? "sender notify" : "DSN";
            commit(new DeliveryReport.Kind.Failure(), about, body, wanted, about.sender(), logKind, reason, closing);
        }
        if (settings.postmasterCopy().isPresent() && !about.flags().contains(EnvelopeFlag.RESPONSE)) {
            String to = settings.postmasterCopy().get();
            commit(new DeliveryReport.Kind.Postmaster(), about, body, failed, to, POSTMASTER, reason, closing);
        }
    }

    private void doubleBounce(
            Envelope about, MessageBody body, List<ReportEntry> failed, String reason, List<String> closing)
            throws QueueException {
        Optional<String> to = settings.doubleBounceAddress();
        if (to.isEmpty()) {
            return;
        }
        List<ReportEntry> others = new ArrayList<>();
        for (ReportEntry one : failed) {
            if (leadsTo(one.address(), to.get())) {
                events.accept(new ReportLost(
                        about.id().value(), one.address().recipient().address()));
            } else {
                others.add(one);
            }
        }
        if (!others.isEmpty()) {
            String logKind = about.flags().contains(EnvelopeFlag.RESPONSE) ? "return to sender" : POSTMASTER;
            commit(new DeliveryReport.Kind.Postmaster(), about, body, others, to.get(), logKind, reason, closing);
        }
    }

    /// True when the address is the double bounce address or was expanded from it.
    private static boolean leadsTo(ExpandedAddress address, String doubleBounceAddress) {
        Optional<ExpandedAddress> at = Optional.of(address);
        while (at.isPresent()) {
            String text = Expansion.withoutBrackets(at.get().recipient().address());
            if (Ascii.sameIgnoringCase(text, Expansion.withoutBrackets(doubleBounceAddress))) {
                return true;
            }
            at = at.get().parent();
        }
        return address.recipient()
                .finalRecipient()
                .filter(text -> Ascii.startsIgnoringCase(text, "RFC822; " + doubleBounceAddress + "@"))
                .isPresent();
    }

    /// Warns the sender that recipients are late.
    ///
    /// @param afterSeconds Timeout.queuewarn
    void late(Envelope about, MessageBody body, List<ReportEntry> late, long afterSeconds) throws QueueException {
        List<ReportEntry> wanted = wanting(late, RecipientFlag.NOTIFY_DELAY);
        if (about.nullSender() || about.flags().contains(EnvelopeFlag.RESPONSE) || wanted.isEmpty()) {
            return;
        }
        String past = Elapsed.words(afterSeconds);
        String until = Elapsed.words(ages.returnAfter(about).toSeconds());
        List<String> closing = List.of(
                "Warning: message still undelivered after " + past,
                "Will keep trying until message is " + until + " old");
        String reason = "Warning: could not send message for past " + past;
        DeliveryReport.Kind kind = new DeliveryReport.Kind.Warning(afterSeconds);
        commit(kind, about, body, wanted, about.sender(), "sender notify", reason, closing);
    }

    /// Tells the sender that recipients have the message, or that a host has it which will not tell.
    void arrived(Envelope about, MessageBody body, List<ReportEntry> arrived) throws QueueException {
        if (!about.nullSender()) {
            DeliveryReport.Kind kind = new DeliveryReport.Kind.Success();
            commit(kind, about, body, arrived, about.sender(), "DSN", "Return receipt", List.of());
        }
    }

    private static List<ReportEntry> wanting(List<ReportEntry> recipients, RecipientFlag wish) {
        return recipients.stream().filter(one -> one.address().wants(wish)).toList();
    }

    private void commit(
            DeliveryReport.Kind kind,
            Envelope about,
            MessageBody body,
            List<ReportEntry> entries,
            String to,
            String logKind,
            String reason,
            List<String> closing)
            throws QueueException {
        long now = clock.epochSeconds();
        long until = about.arrivedSeconds() + ages.returnAfter(about).toSeconds();
        boolean whole = kind instanceof DeliveryReport.Kind.Failure && mayHoldBody(about, body);
        ReportWriter.Content content = new ReportWriter.Content(kind, about, entries, to, closing, whole, now, until);
        QueueId id = copies.commit(newId -> made(content, newId, body));
        counters.reports.increment();
        events.accept(new MailEvent.ReportIssued(about.id(), id, logKind, reason));
    }

    private QueueCopies.Message made(ReportWriter.Content content, QueueId id, MessageBody body) throws IOException {
        DeliveryReport.Text text = writer.report(content, id).text();
        byte[] bytes = writer.body(text, body);
        return new QueueCopies.Message(envelope(id, content, text.header(), bytes.length), bytes);
    }

    private boolean mayHoldBody(Envelope about, MessageBody body) {
        return !settings.neverBody()
                && !about.flags().contains(EnvelopeFlag.NO_BODY_RETURN)
                && body.size() <= settings.largestBody()
                && !ages.bulk(about);
    }

    private Envelope envelope(QueueId id, ReportWriter.Content content, List<HeaderField> fields, int size) {
        Set<EnvelopeFlag> flags = EnumSet.of(EnvelopeFlag.RESPONSE);
        boolean eightBit = content.about().flags().contains(EnvelopeFlag.EIGHT_BIT);
        if (eightBit) {
            flags.add(EnvelopeFlag.EIGHT_BIT);
        }
        List<HeaderField> header = new ArrayList<>();
        received(id, MailDate.format(content.nowSeconds(), zone)).ifPresent(header::add);
        header.addAll(fields);
        return Envelope.builder(id)
                .arrivedSeconds(content.nowSeconds())
                .priority(RECIPIENT_COST + size)
                .sender("<>")
                .bodyType(eightBit ? BodyType.EIGHT_BIT_MIME : BodyType.UNSTATED)
                .flags(flags)
                .macros(Map.of("_", "localhost"))
                .recipients(List.of(Recipient.of(content.to())))
                .header(header)
                .build();
    }

    private Optional<HeaderField> received(QueueId id, String date) {
        for (HeaderDeclaration declaration : configuration.headers()) {
            if (Ascii.sameIgnoringCase(declaration.name(), "Received")
                    && declaration.template().isPresent()) {
                SessionMacros macros = SessionMacros.above(configuration.scope());
                macros.define("i", id.value());
                macros.define("s", "localhost");
                macros.define("_", "localhost");
                macros.define("b", date);
                String value =
                        rules.expand(declaration.template().get(), macros).stripTrailing();
                return Optional.of(new HeaderField("Received", value.startsWith(" ") ? value : " " + value));
            }
        }
        return Optional.empty();
    }
}
