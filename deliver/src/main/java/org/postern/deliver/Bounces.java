package org.postern.deliver;

import java.io.IOException;
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
import org.postern.mail.Envelope;
import org.postern.mail.EnvelopeFlag;
import org.postern.mail.HeaderField;
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
    private final Configuration configuration;
    private final AddressRules rules;
    private final QueueCopies copies;
    private final BounceSettings settings;
    private final AgeLimits ages;
    private final Clock clock;
    private final EventSink events;
    private final DeliveryCounters counters;

    Bounces(
            Configuration configuration,
            AddressRules rules,
            QueueCopies copies,
            BounceSettings settings,
            AgeLimits ages,
            Clock clock,
            EventSink events,
            DeliveryCounters counters) {
        this.configuration = configuration;
        this.rules = rules;
        this.copies = copies;
        this.settings = settings;
        this.ages = ages;
        this.clock = clock;
        this.events = events;
        this.counters = counters;
    }

    /// Reports recipients that failed.
    ///
    /// @param expired true when they failed because the message is too old
    /// @throws QueueException when the report is not safe; the recipients must stay in the queue
    void failed(Envelope about, MessageBody body, List<ReportedRecipient> failed, boolean expired)
            throws QueueException {
        List<ReportedRecipient> wanted = wanting(failed, RecipientFlag.NOTIFY_FAILURE);
        String days = Elapsed.words(ages.returnAfter(about).toSeconds());
        String reason = expired
                ? "Cannot send message for " + days
                : failed.getFirst().outcome().statusText();
        Optional<String> closing = expired
                ? Optional.of("Message could not be delivered for " + days + "\nMessage will be deleted from queue\n")
                : Optional.empty();
        if (about.nullSender()) {
            doubleBounce(about, body, failed, reason, closing);
        } else if (!wanted.isEmpty()) {
            commit(
                    ReportKind.FAILURE,
                    about,
                    body,
                    wanted,
                    about.sender(),
                    expired ? "sender notify" : "DSN",
                    reason,
                    closing);
        }
        if (settings.postmasterCopy().isPresent() && !about.flags().contains(EnvelopeFlag.RESPONSE)) {
            String to = settings.postmasterCopy().get();
            commit(ReportKind.POSTMASTER, about, body, failed, to, "postmaster notify", reason, closing);
        }
    }

    private void doubleBounce(
            Envelope about, MessageBody body, List<ReportedRecipient> failed, String reason, Optional<String> closing)
            throws QueueException {
        Optional<String> to = settings.doubleBounceAddress();
        if (to.isEmpty()) {
            return;
        }
        List<ReportedRecipient> others = new ArrayList<>();
        for (ReportedRecipient one : failed) {
            if (leadsTo(one.address(), to.get())) {
                events.accept(new ReportLost(
                        about.id().value(), one.address().recipient().address()));
            } else {
                others.add(one);
            }
        }
        if (!others.isEmpty()) {
            commit(ReportKind.POSTMASTER, about, body, others, to.get(), "postmaster notify", reason, closing);
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
    void late(Envelope about, MessageBody body, List<ReportedRecipient> late, long afterSeconds) throws QueueException {
        List<ReportedRecipient> wanted = wanting(late, RecipientFlag.NOTIFY_DELAY);
        if (about.nullSender() || about.flags().contains(EnvelopeFlag.RESPONSE) || wanted.isEmpty()) {
            return;
        }
        String past = Elapsed.words(afterSeconds);
        String until = Elapsed.words(ages.returnAfter(about).toSeconds());
        Optional<String> closing = Optional.of("Warning: message still undelivered after " + past
                + "\nWill keep trying until message is " + until + " old\n");
        String reason = ReportKind.WARNING.subject() + past;
        commit(ReportKind.WARNING, about, body, wanted, about.sender(), "sender notify", reason, closing);
    }

    /// Tells the sender that recipients have the message, or that a host has it which will not tell.
    void arrived(Envelope about, MessageBody body, List<ReportedRecipient> arrived) throws QueueException {
        if (!about.nullSender()) {
            commit(
                    ReportKind.SUCCESS,
                    about,
                    body,
                    arrived,
                    about.sender(),
                    "DSN",
                    ReportKind.SUCCESS.subject(),
                    Optional.empty());
        }
    }

    private static List<ReportedRecipient> wanting(List<ReportedRecipient> recipients, RecipientFlag wish) {
        return recipients.stream().filter(one -> one.address().wants(wish)).toList();
    }

    private void commit(
            ReportKind kind,
            Envelope about,
            MessageBody body,
            List<ReportedRecipient> recipients,
            String to,
            String logKind,
            String reason,
            Optional<String> closing)
            throws QueueException {
        long now = clock.epochSeconds();
        String boundary = about.id().value() + "." + now + "/" + settings.hostName();
        long until = about.arrivedSeconds() + ages.returnAfter(about).toSeconds();
        ReportTimes times = new ReportTimes(
                ReportTimes.date(about.arrivedSeconds()),
                ReportTimes.date(now),
                Optional.of(ReportTimes.date(until)),
                closing);
        boolean whole = kind == ReportKind.FAILURE && mayHoldBody(about, body);
        byte[] text;
        try {
            text = new ReportBody(kind, about, recipients, settings, boundary, times).write(body, whole);
        } catch (IOException e) {
            throw new QueueException(QueueException.Kind.STORAGE, "cannot read a message to report on it", e);
        }
        String subject = kind == ReportKind.WARNING ? reason : kind.subject();
        QueueId id = copies.commit(newId -> envelope(newId, kind, about, to, subject, boundary, text.length), text);
        counters.reports.increment();
        events.accept(new ReportQueued(about.id().value(), id.value(), logKind, reason));
    }

    private boolean mayHoldBody(Envelope about, MessageBody body) {
        return !settings.neverBody()
                && !about.flags().contains(EnvelopeFlag.NO_BODY_RETURN)
                && body.size() <= settings.largestBody()
                && !ages.bulk(about);
    }

    private Envelope envelope(
            QueueId id, ReportKind kind, Envelope about, String to, String subject, String boundary, int size) {
        long now = clock.epochSeconds();
        Set<EnvelopeFlag> flags = EnumSet.of(EnvelopeFlag.RESPONSE);
        boolean eightBit = about.flags().contains(EnvelopeFlag.EIGHT_BIT);
        if (eightBit) {
            flags.add(EnvelopeFlag.EIGHT_BIT);
        }
        String shownTo = to.startsWith("<") || to.indexOf('@') < 0 ? to : "<" + to + ">";
        String date = ReportTimes.date(now);
        List<HeaderField> header = new ArrayList<>();
        received(id, date).ifPresent(header::add);
        header.add(new HeaderField("Date", " " + date));
        header.add(new HeaderField("From", " Mail Delivery Subsystem <" + settings.daemonName() + ">"));
        header.add(new HeaderField("Message-Id", " <" + id.value() + "." + now + "@" + settings.hostName() + ">"));
        header.add(new HeaderField("To", " " + shownTo));
        header.add(new HeaderField("MIME-Version", " 1.0"));
        header.add(new HeaderField(
                "Content-Type", " multipart/report; report-type=delivery-status;\n\tboundary=\"" + boundary + "\""));
        header.add(new HeaderField("Subject", " " + subject));
        header.add(new HeaderField("Auto-Submitted", " " + kind.autoSubmitted()));
        return Envelope.builder(id)
                .arrivedSeconds(now)
                .priority(30_000L + size)
                .sender("<>")
                .bodyType(eightBit ? BodyType.EIGHT_BIT_MIME : BodyType.UNSTATED)
                .flags(flags)
                .macros(Map.of("_", "localhost"))
                .recipients(List.of(Recipient.of(to)))
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
