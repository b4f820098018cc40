package org.postern.receive;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.PrivacyFlag;
import org.postern.cf.SessionMacros;
import org.postern.mail.Envelope;
import org.postern.mail.EnvelopeFlag;
import org.postern.mail.HeaderField;
import org.postern.mail.Headers;
import org.postern.mail.MailDate;
import org.postern.mail.MailEvent;
import org.postern.mail.MimeHeaderLimit;
import org.postern.mail.Recipient;
import org.postern.mail.RecipientFlag;
import org.postern.queue.MailQueue;
import org.postern.queue.QueueException;
import org.postern.queue.QueueGroups;
import org.postern.smtp.ReceivedMessage;
import org.postern.smtp.ReturnContent;
import org.postern.smtp.SessionNotice;
import org.postern.smtp.Step;
import org.postern.smtp.Transaction;

/// The end of receiving: makes one immutable envelope of the finished dialogue and commits it to the queue. Only
/// when [#commit] has returned may the client be told that the message is accepted.
final class MessageAcceptance {
    /// The macros that travel with a message in the queue.
    private static final List<String> KEPT_MACROS = List.of(
            "r",
            "s",
            "_",
            "daemon_flags",
            "if_addr",
            "auth_type",
            "auth_authen",
            "auth_author",
            "auth_ssf",
            QueueGroups.MACRO);

    private final ReceiveContext context;
    private final Configuration configuration;
    private final HeaderDefaults defaults;
    private final RecipientFields recipientFields;
    private final String hostName;
    private final ZoneId zone;
    private final MimeHeaderLimit mimeLimit;
    private final long recipientFactor;
    private final long classFactor;
    private final FirstDelivery start;

    /// @param start when messages are first delivered
    /// @param zone of the dates in header fields
    MessageAcceptance(ReceiveContext context, FirstDelivery start, String hostName, ZoneId zone) {
        this.start = start;
        this.context = context;
        this.configuration = context.configuration();
        this.defaults = new HeaderDefaults(configuration.headers(), context.rules());
        this.recipientFields = RecipientFields.of(configuration.options().text(CfOption.NO_RECIPIENT_ACTION));
        this.hostName = hostName;
        this.zone = zone;
        this.mimeLimit = mimeLimit(configuration.options().text(CfOption.MAX_MIME_HEADER_LENGTH));
        this.recipientFactor = configuration.options().number(CfOption.RECIPIENT_FACTOR);
        this.classFactor = configuration.options().number(CfOption.CLASS_FACTOR);
    }

    /// Makes the message durable, and with `DeliveryMode=i` waits for the first attempt to deliver it.
    ///
    /// @param macros those of the message; the ones for its header are set here
    /// @param author who wrote the message, as far as the client may say so
    /// @param warnings the values of `X-Authentication-Warning` fields
    /// @param daemonName for the log; empty for local submission
    /// @throws QueueException when it is not accepted
    void commit(
            MailQueue.Reception reception,
            Step.CommitMessage step,
            SessionMacros macros,
            Optional<String> author,
            List<String> warnings,
            Origin origin,
            String daemonName)
            throws QueueException {
        Transaction transaction = step.transaction();
        ReceivedMessage message = step.message();
        long now = context.clock().epochSeconds();
        defineForHeader(macros, transaction, now);
        message.unixFrom()
                .flatMap(line -> UnixFromDate.seconds(line, zone))
                .ifPresent(seconds -> macros.define("a", MailDate.format(seconds, zone)));
        int messageClass = messageClass(message.header());
        List<HeaderField> header = header(transaction, message.header(), macros, warnings);
        long priority =
                priority(message.size(), messageClass, transaction.recipients().size());
        Map<String, String> kept = kept(macros);
        String stated = macro(macros, FirstDelivery.MACRO);
        Optional<String> mode = start.mode(priority, stated);
        mode.ifPresent(own -> kept.put(FirstDelivery.MACRO, own));
        Envelope envelope = Envelope.builder(reception.id())
                .arrivedSeconds(now)
                .priority(priority)
                .sender(transaction.sender().forParsing())
                .bodyType(transaction.parameters().body())
                .flags(flags(transaction, message.eightBit(), header))
                .envelopeId(transaction.parameters().envelopeId())
                .authSender(author)
                .deliverBy(transaction.parameters().deliverBy())
                .quarantineReason(transaction.quarantine())
                .macros(kept)
                .recipients(recipients(transaction, header))
                .header(header)
                .build();
        reception.commit(envelope, FirstDelivery.of(stated, mode));
        String senderMailer = macro(macros, "mail_mailer");
        context.events()
                .accept(event(
                        envelope,
                        message,
                        messageClass,
                        transaction.differentRecipients().size(),
                        said(macro(macros, "r")),
                        origin,
                        daemonName,
                        senderMailer));
        reception.awaitFirstAttempt();
    }

    /// What the log tells of a message that goes no further.
    ///
    /// @param seconds since MAIL
    /// @param remark a line about the reason
    MessageNotTaken notTaken(
            Transaction transaction,
            ReceivedMessage message,
            SessionMacros macros,
            long seconds,
            Optional<SessionNotice> remark,
            String words) {
        int messageClass = messageClass(message.header());
        return new MessageNotTaken(
                transaction,
                message,
                messageClass,
                priority(message.size(), messageClass, transaction.recipients().size()),
                said(macro(macros, "r")),
                messageId(message.header()),
                seconds,
                remark,
                words);
    }

    private static String macro(SessionMacros macros, String name) {
        return macros.macro(name).orElse("");
    }

    /// The date as `$b` has it now.
    String dateNow() {
        return MailDate.format(context.clock().epochSeconds(), zone);
    }

    private void defineForHeader(SessionMacros macros, Transaction transaction, long now) {
        String date = MailDate.format(now, zone);
        macros.define("a", date);
        macros.define("b", date);
        macros.define("t", MailDate.numeric(now));
        macros.define("nrcpts", Integer.toString(transaction.recipients().size()));
        macros.forget("u");
        if (transaction.recipients().size() == 1) {
            macros.define("u", transaction.recipients().getFirst().address().forReply());
        }
    }

    private long priority(long size, int messageClass, int recipients) {
        return size - messageClass * classFactor + recipients * recipientFactor;
    }

    /// The class that the Precedence field names (sendmail op guide §5.7); 0 without one.
    private int messageClass(List<HeaderField> header) {
        for (HeaderField field : header) {
            if (Ascii.sameIgnoringCase(field.name(), "Precedence")) {
                return precedence(field.plainValue());
            }
        }
        return 0;
    }

    private int precedence(String word) {
        for (Map.Entry<String, Integer> entry : configuration.precedences().entrySet()) {
            if (Ascii.sameIgnoringCase(entry.getKey(), word)) {
                return entry.getValue();
            }
        }
        return 0;
    }

    private EnumSet<EnvelopeFlag> flags(Transaction transaction, boolean eightBit, List<HeaderField> header) {
        EnumSet<EnvelopeFlag> flags = EnumSet.noneOf(EnvelopeFlag.class);
        if (eightBit) {
            flags.add(EnvelopeFlag.EIGHT_BIT);
        }
        if (transaction.parameters().international()) {
            flags.add(EnvelopeFlag.INTERNATIONAL);
        }
        if (RecipientFields.showRecipients(header)) {
            flags.add(EnvelopeFlag.DELETE_BCC);
        }
        Optional<ReturnContent> wish = transaction.parameters().returnContent();
        if (wish.isPresent()) {
            flags.add(EnvelopeFlag.RETURN_GIVEN);
        }
        boolean noBody = configuration.options().has(PrivacyFlag.NO_BODY_RETURN);
        if (noBody || wish.filter(given -> given == ReturnContent.HDRS).isPresent()) {
            flags.add(EnvelopeFlag.NO_BODY_RETURN);
        }
        return flags;
    }

    private static Map<String, String> kept(SessionMacros macros) {
        Map<String, String> kept = new HashMap<>();
        for (String name : KEPT_MACROS) {
            macros.macro(name).filter(value -> !value.isEmpty()).ifPresent(value -> kept.put(name, value));
        }
        return kept;
    }

    /// Who gets it. With RrtImpliesDsn a Return-Receipt-To field asks for a report of success, to the sender, for those
    /// whose RCPT said nothing else.
    private List<Recipient> recipients(Transaction transaction, List<HeaderField> header) {
        boolean receipts = configuration.options().flag(CfOption.RRT_IMPLIES_DSN)
                && Headers.first(header, "Return-Receipt-To").isPresent();
        List<Recipient> recipients = new ArrayList<>(transaction.recipients().size());
        for (Transaction.Accepted accepted : transaction.recipients()) {
            recipients.add(new Recipient(
                    accepted.address().forParsing(),
                    receipts
                            ? withReceipt(accepted.parameters().flags())
                            : accepted.parameters().flags(),
                    accepted.parameters().originalRecipient(),
                    Optional.of(finalRecipient(accepted.address().forParsing())),
                    Optional.empty()));
        }
        return recipients;
    }

    private static Set<RecipientFlag> withReceipt(Set<RecipientFlag> flags) {
        if (flags.contains(RecipientFlag.NOTIFY_GIVEN)) {
            return flags;
        }
        Set<RecipientFlag> more = EnumSet.of(RecipientFlag.NOTIFY_GIVEN, RecipientFlag.NOTIFY_SUCCESS);
        more.addAll(flags);
        return more;
    }

    /// What a report calls the recipient: the address with this host's name when it has none.
    private String finalRecipient(String address) {
        boolean bracketed = address.length() > 2 && address.startsWith("<") && address.endsWith(">");
        String bare = bracketed ? address.substring(1, address.length() - 1) : address;
        return "RFC822; " + (bare.indexOf('@') < 0 ? bare + "@" + hostName : bare);
    }

    private List<HeaderField> header(
            Transaction transaction, List<HeaderField> own, SessionMacros macros, List<String> warnings) {
        List<HeaderField> all = new ArrayList<>(own.size() + 2);
        for (String warning : warnings) {
            all.add(new HeaderField("X-Authentication-Warning", " " + hostName + ": " + warning));
        }
        for (HeaderField field : own) {
            all.add(shortened(singleLine(field), transaction.id().value()));
        }
        recipientFields.add(all, transaction);
        return defaults.complete(all, isNull(transaction), macros);
    }

    /// SingleLineFromHeader: a From field on one line.
    private HeaderField singleLine(HeaderField field) {
        boolean folded =
                Ascii.sameIgnoringCase(field.name(), "From") && field.value().indexOf('\n') >= 0;
        return folded && configuration.options().flag(CfOption.SINGLE_LINE_FROM_HEADER)
                ? new HeaderField(field.name(), field.value().replaceAll("\r?\n", " "))
                : field;
    }

    /// The field within the limits of MaxMimeHeaderLength.
    private HeaderField shortened(HeaderField field, String id) {
        Optional<MimeHeaderLimit.Shortened> shortened = mimeLimit.shorten(field);
        shortened.ifPresent(
                one -> context.events().accept(ReceiveNotice.about(ReceiveNotice.Kind.MIME_HEADER, id, one.alert())));
        return shortened.map(MimeHeaderLimit.Shortened::field).orElse(field);
    }

    private static MimeHeaderLimit mimeLimit(String value) {
        int header = number(value);
        int slash = value.indexOf('/');
        return new MimeHeaderLimit(header, slash < 0 ? header / 2 : number(value.substring(slash + 1)));
    }

    private static int number(String text) {
        int value = 0;
        for (int i = 0; i < text.length() && i < 9 && Ascii.isDigit(text.charAt(i)); i++) {
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    private static boolean isNull(Transaction transaction) {
        return transaction.sender().forParsing().equals("<>");
    }

    private static MailEvent event(
            Envelope envelope,
            ReceivedMessage message,
            int messageClass,
            int recipients,
            Optional<String> protocol,
            Origin origin,
            String daemonName,
            String senderMailer) {
        return new MailEvent.MessageReceived(
                envelope.id(),
                envelope.sender(),
                message.size(),
                messageClass,
                recipients,
                messageId(envelope.header()),
                said(envelope.bodyType().keyword()),
                protocol,
                said(daemonName),
                origin.relay(),
                senderMailer);
    }

    private static Optional<String> said(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static Optional<String> messageId(List<HeaderField> header) {
        for (HeaderField field : header) {
            if (Ascii.sameIgnoringCase(field.name(), "Message-Id")) {
                return said(field.plainValue());
            }
        }
        return Optional.empty();
    }
}
