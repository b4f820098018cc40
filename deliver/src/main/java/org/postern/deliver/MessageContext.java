package org.postern.deliver;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.postern.base.SysExit;
import org.postern.cf.AddressRules;
import org.postern.cf.AddressUse;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.Mailer;
import org.postern.cf.Resolution;
import org.postern.cf.RewrittenAddress;
import org.postern.cf.SenderDomain;
import org.postern.cf.SessionMacros;
import org.postern.mail.Envelope;
import org.postern.queue.MessageBody;
import org.postern.queue.RunRules;

/// One message under delivery: its control data, its body, and its forms for the mailers that send it, each made once.
///
/// Safe for the deliveries of one message that run at the same time; each makes its own macros.
final class MessageContext {
    private static final String IN_BACKGROUND = "b";
    private static final String BY_A_RUN = "i";

    private final Configuration configuration;
    private final AddressRules rules;
    private final Envelope envelope;
    private final MessageBody body;
    private final Optional<SenderDomain> senderDomain;
    private final ConcurrentHashMap<Integer, MailerForm> forms = new ConcurrentHashMap<>(4);

    MessageContext(Configuration configuration, AddressRules rules, Envelope envelope, MessageBody body) {
        this.configuration = configuration;
        this.rules = rules;
        this.envelope = envelope;
        this.body = body;
        this.senderDomain = senderDomain();
    }

    /// The same message from another sender.
    MessageContext withSender(String sender) {
        Envelope changed = envelope.toBuilder().sender(sender).build();
        return new MessageContext(configuration, rules, changed, body);
    }

    Envelope envelope() {
        return envelope;
    }

    MessageBody body() {
        return body;
    }

    AddressRules rules() {
        return rules;
    }

    /// Macros of this message above those of the configuration.
    SessionMacros macros() {
        SessionMacros macros = SessionMacros.above(configuration.scope());
        envelope.macros().forEach(macros::define);
        macros.define(RunRules.MODE_MACRO, deliveryMode());
        macros.define("i", envelope.id().value());
        macros.define("f", senderAddress());
        return macros;
    }

    /// A queue run delivers as `i` whatever the message came with, so that maps with `-D` are asked then.
    private String deliveryMode() {
        String own = envelope.macros().getOrDefault(RunRules.MODE_MACRO, "");
        String mode = own.isEmpty() ? String.valueOf(configuration.options().letter(CfOption.DELIVERY_MODE, 'b')) : own;
        return mode.equals(IN_BACKGROUND) && envelope.attempts() == 0 ? mode : BY_A_RUN;
    }

    /// The sender without brackets; empty for the null sender.
    String senderAddress() {
        return Expansion.withoutBrackets(envelope.sender());
    }

    /// The message as a mailer sends it.
    MailerForm form(Mailer mailer) {
        MailerForm form = forms.get(mailer.number());
        if (form == null) {
            form = makeForm(mailer);
            forms.put(mailer.number(), form);
        }
        return form;
    }

    /// What a mailer does to the content.
    BodyTreatment treatment(Mailer mailer) {
        return BodyTreatment.of(configuration, mailer, envelope, () -> hostName() + " id " + envelope.id());
    }

    /// `$j`.
    String hostName() {
        return configuration
                .scope()
                .macro("j")
                .map(text -> rules.expand(text, configuration.scope()))
                .orElse("localhost");
    }

    private MailerForm makeForm(Mailer mailer) {
        SessionMacros macros = macros();
        String sender = senderAddress();
        boolean temporary = false;
        if (!sender.isEmpty()) {
            RewrittenAddress rewritten =
                    rules.rewrite(sender, AddressUse.ENVELOPE_SENDER, mailer, senderDomain, macros);
            temporary = rewritten.status() == SysExit.TEMPORARY_FAILURE;
            sender = rewritten.text();
        } else if (mailer.has('g')) {
            sender = macros.macro("n").orElse("MAILER-DAEMON");
        }
        macros.define("g", sender.isEmpty() ? "MAILER-DAEMON" : sender);
        byte[] header = new OutgoingHeader(configuration, rules, mailer, senderDomain, macros).write(envelope);
        return new MailerForm(sender, mailer.has('6') ? stripped(header) : header, temporary);
    }

    /// Without the eighth bits (mailer flag `6`).
    private static byte[] stripped(byte[] header) {
        byte[] plain = header.clone();
        for (int i = 0; i < plain.length; i++) {
            plain[i] &= 0x7f;
        }
        return plain;
    }

    private Optional<SenderDomain> senderDomain() {
        boolean wanted = configuration.mailers().stream().anyMatch(mailer -> mailer.has('C'));
        String sender = senderAddress();
        if (!wanted || sender.isEmpty()) {
            return Optional.empty();
        }
        return rules.resolve(sender, AddressUse.ENVELOPE_SENDER, SessionMacros.above(configuration.scope()))
                        instanceof Resolution.ToMailer route
                ? Optional.of(new SenderDomain(route.mailer(), domain(sender)))
                : Optional.empty();
    }

    private static String domain(String address) {
        int at = address.lastIndexOf('@');
        return at < 0 ? "" : address.substring(at);
    }
}
