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
import org.postern.mail.AddressList;
import org.postern.mail.BodyType;
import org.postern.mail.DeliveryReport;
import org.postern.mail.Envelope;
import org.postern.mail.EnvelopeFlag;
import org.postern.mail.HeaderField;
import org.postern.mail.Headers;
import org.postern.mail.MailDate;
import org.postern.mail.MailEvent;
import org.postern.mail.QueueId;
import org.postern.mail.Recipient;
import org.postern.mail.RecipientFlag;
import org.postern.queue.MessageBody;
import org.postern.queue.QueueException;
import org.postern.queue.QueueGroups;

/// Writes reports on messages and commits them to the queue (RFC 3461 §6, RFC 3464; sendmail op guide §5.6).
///
/// A report has the null sender and is never itself reported on to its recipient: when it fails it goes to the double
/// bounce address, and when that fails too to the last resort, or it stays in the queue with a line in the log. Nobody
/// gets a report who did not ask for it
/// (NOTIFY), and mail from the null sender makes none for a sender.
final class Bounces {
    private static final String POSTMASTER = "postmaster notify";
    private static final long RECIPIENT_COST = 30_000;

    private final Configuration configuration;
    private final AddressRules rules;
    private final QueueCopies copies;
    private final BounceSettings settings;
    private final LastResort lastResort;
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
            LastResort lastResort,
            ZoneId zone,
            AgeLimits ages,
            Clock clock,
            EventSink events,
            DeliveryCounters counters) {
        this.configuration = configuration;
        this.rules = rules;
        this.copies = copies;
        this.settings = settings;
        this.lastResort = lastResort;
        this.writer = new ReportWriter(configuration, rules, settings, zone);
        this.zone = zone;
        this.ages = ages;
        this.clock = clock;
        this.events = events;
        this.counters = counters;
    }

    /// What became of recipients of one message.
    ///
    /// @param failed will never get it
    /// @param late have not got it for so long that the sender is told
    /// @param arrived have it, or a host that will not tell has it
    /// @param expired true when some of `failed` are there because the message is too old
    /// @param transcript what happened, line by line
    record Account(
            List<ReportEntry> failed,
            List<ReportEntry> late,
            List<ReportEntry> arrived,
            boolean expired,
            List<String> transcript) {
        Account {
            failed = List.copyOf(failed);
            late = List.copyOf(late);
            arrived = List.copyOf(arrived);
            transcript = List.copyOf(transcript);
        }
    }

    /// False when nobody may be told of a success.
    boolean writesReceipts() {
        return !settings.noReceipts();
    }

    /// Tells whoever must know: the sender, in one report, of all that he wants to know; the postmaster.
    ///
    /// @return what failed and nobody can be told of: a report to the postmaster that he cannot get
    /// @throws QueueException when a report is not safe; what failed must stay in the queue
    List<ReportEntry> report(Envelope about, MessageBody body, Account account) throws QueueException {
        String days = Elapsed.words(ages.returnAfter(about).toSeconds());
        boolean expired = account.expired() && !account.failed().isEmpty();
        List<String> closing = expired
                ? List.of("Message could not be delivered for " + days, "Message will be deleted from queue")
                : List.of();
        List<String> transcript = joined(account.transcript(), closing);
        String reason = "";
        if (!account.failed().isEmpty()) {
            reason = expired
                    ? "Cannot send message for " + days
                    : account.failed().getLast().outcome().statusText();
        }
        List<ReportEntry> lost = List.of();
        if (about.nullSender()) {
            lost = doubleBounce(about, body, account.failed(), reason, transcript);
        } else {
            tellSender(about, body, account, reason, closing);
        }
        boolean copy = settings.postmasterCopy().isPresent() && !about.flags().contains(EnvelopeFlag.RESPONSE);
        if (copy && !account.failed().isEmpty()) {
            String to = settings.postmasterCopy().get();
            commit(
                    new DeliveryReport.Kind.Postmaster(),
                    about,
                    body,
                    account.failed(),
                    to,
                    POSTMASTER,
                    reason,
                    transcript);
        }
        return lost;
    }

    private static List<String> joined(List<String> one, List<String> other) {
        List<String> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    /// The sender's report: a warning when something is late, else about failures, else a receipt (as sendmail, which
    /// makes one of all).
    private void tellSender(Envelope about, MessageBody body, Account account, String reason, List<String> closing)
            throws QueueException {
        List<ReportEntry> failed = wanting(account.failed(), RecipientFlag.NOTIFY_FAILURE);
        List<ReportEntry> late = about.flags().contains(EnvelopeFlag.RESPONSE)
                ? List.of()
                : wanting(account.late(), RecipientFlag.NOTIFY_DELAY);
        List<ReportEntry> all = new ArrayList<>(late);
        all.addAll(failed);
        all.addAll(account.arrived());
        if (all.isEmpty()) {
            return;
        }
        if (late.isEmpty()) {
            boolean receipt = failed.isEmpty();
            DeliveryReport.Kind kind = receipt ? new DeliveryReport.Kind.Success() : new DeliveryReport.Kind.Failure();
            commit(
                    kind,
                    about,
                    body,
                    all,
                    whomToTell(about),
                    closing.isEmpty() ? "DSN" : "sender notify",
                    receipt ? "Return receipt" : reason,
                    joined(account.transcript(), closing));
            return;
        }
        boolean timed = DeliveryTime.exceeded(about, clock.epochSeconds());
        long afterSeconds =
                timed ? DeliveryTime.seconds(about) : ages.warnAfter(about).toSeconds();
        String past = Elapsed.words(afterSeconds);
        String until = Elapsed.words(ages.returnAfter(about).toSeconds());
        String exceeded = "Warning: Delivery time (" + afterSeconds + "s) exceeded";
        List<String> warning = List.of(
                timed ? exceeded : "Warning: message still undelivered after " + past,
                "Will keep trying until message is " + until + " old");
        commit(
                timed
                        ? new DeliveryReport.Kind.DeliveryTime(afterSeconds)
                        : new DeliveryReport.Kind.Warning(afterSeconds),
                about,
                body,
                all,
                whomToTell(about),
                "sender notify",
                timed ? exceeded : "Warning: could not send message for past " + past,
                joined(account.transcript(), warning));
    }

    /// The sender, or with UseErrorsTo whom the first Errors-To field names.
    private String whomToTell(Envelope about) {
        if (!settings.useErrorsTo()) {
            return about.sender();
        }
        return Headers.first(about.header(), "Errors-To").map(HeaderField::plainValue).stream()
                .flatMap(value -> AddressList.splitOldStyle(value).stream())
                .findFirst()
                .orElseGet(about::sender);
    }

    private List<ReportEntry> doubleBounce(
            Envelope about, MessageBody body, List<ReportEntry> failed, String reason, List<String> transcript)
            throws QueueException {
        Optional<String> to = settings.doubleBounceAddress();
        if (to.isEmpty() || failed.isEmpty()) {
            return List.of();
        }
        List<ReportEntry> lost = new ArrayList<>();
        List<ReportEntry> others = new ArrayList<>();
        for (ReportEntry one : failed) {
            (leadsTo(one.address(), to.get()) ? lost : others).add(one);
        }
        if (!others.isEmpty()) {
            String logKind = about.flags().contains(EnvelopeFlag.RESPONSE) ? "return to sender" : POSTMASTER;
            commit(new DeliveryReport.Kind.Postmaster(), about, body, others, to.get(), logKind, reason, transcript);
        }
        if (lost.isEmpty() || lastResort.keep(about, body)) {
            return List.of();
        }
        for (ReportEntry one : lost) {
            events.accept(
                    new ReportLost(about.id().value(), one.address().recipient().address()));
        }
        return lost;
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
            List<String> transcript)
            throws QueueException {
        long now = clock.epochSeconds();
        long until = about.arrivedSeconds() + ages.returnAfter(about).toSeconds();
        boolean whole = holdsBody(kind, about) && mayHoldBody(about, body);
        ReportWriter.Content content =
                new ReportWriter.Content(kind, about, entries, to, transcript, whole, now, until);
        QueueId id = copies.commit(newId -> made(content, newId, body));
        counters.reports.increment();
        events.accept(new MailEvent.ReportIssued(about.id(), id, logKind, reason));
    }

    private QueueCopies.Message made(ReportWriter.Content content, QueueId id, MessageBody body) throws IOException {
        DeliveryReport.Text text = writer.report(content, id).text();
        byte[] bytes = writer.body(text, body);
        return new QueueCopies.Message(envelope(id, content, text.header(), bytes.length), bytes);
    }

    /// Receipts and the postmaster's copies have the header only.
    private static boolean holdsBody(DeliveryReport.Kind kind, Envelope about) {
        return switch (kind) {
            case DeliveryReport.Kind.Failure _, DeliveryReport.Kind.Warning _, DeliveryReport.Kind.DeliveryTime _ ->
                true;
            case DeliveryReport.Kind.Success _ -> false;
            case DeliveryReport.Kind.Postmaster _ -> about.nullSender();
        };
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
                .macros(settings.queueGroup()
                        .map(group -> Map.of("_", "localhost", QueueGroups.MACRO, group))
                        .orElseGet(() -> Map.of("_", "localhost")))
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
