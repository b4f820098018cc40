package org.postern.deliver;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.cf.AddressRules;
import org.postern.cf.AddressUse;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.HeaderDeclaration;
import org.postern.cf.MacroScope;
import org.postern.cf.Mailer;
import org.postern.cf.SenderDomain;
import org.postern.mail.Envelope;
import org.postern.mail.EnvelopeFlag;
import org.postern.mail.HeaderField;

/// Writes the header of a message as one mailer wants it (sendmail op guide §5.7): fields chosen by `?flags?`,
/// addresses rewritten by the mailer's header rule sets, Bcc removed, Return-Path made anew.
///
/// A Return-Path that came with the message is dropped: only the last mailer states it.
final class OutgoingHeader {
    private static final Map<String, AddressUse> ADDRESS_FIELDS = addressFields();

    private final Configuration configuration;
    private final AddressRules rules;
    private final Mailer mailer;
    private final Optional<SenderDomain> senderDomain;
    private final MacroScope macros;

    OutgoingHeader(
            Configuration configuration,
            AddressRules rules,
            Mailer mailer,
            Optional<SenderDomain> senderDomain,
            MacroScope macros) {
        this.configuration = configuration;
        this.rules = rules;
        this.mailer = mailer;
        this.senderDomain = senderDomain;
        this.macros = macros;
    }

    private static Map<String, AddressUse> addressFields() {
        Map<String, AddressUse> fields = new HashMap<>();
        String[] senders = {
            "resent-sender",
            "resent-from",
            "resent-reply-to",
            "sender",
            "from",
            "reply-to",
            "errors-to",
            "disposition-notification-to",
            "return-receipt-to",
            "delivery-receipt-to"
        };
        for (String name : senders) {
            fields.put(name, AddressUse.HEADER_SENDER);
        }
        String[] recipients = {"to", "resent-to", "cc", "resent-cc", "bcc", "resent-bcc", "apparently-to"};
        for (String name : recipients) {
            fields.put(name, AddressUse.HEADER_RECIPIENT);
        }
        return Map.copyOf(fields);
    }

    /// The header with LF line ends and the empty line behind it.
    byte[] write(Envelope envelope) {
        StringBuilder out = new StringBuilder(1024);
        returnPath(out);
        boolean resent = envelope.header().stream()
                .anyMatch(field -> Ascii.startsIgnoringCase(field.name(), "Resent-")
                        && field.mailerFlags().isEmpty());
        for (HeaderField field : envelope.header()) {
            if (belongs(field, resent)) {
                append(out, field, envelope);
            }
        }
        out.append('\n');
        return Ascii.bytes(out.toString());
    }

    private void returnPath(StringBuilder out) {
        if (!mailer.has('P')) {
            return;
        }
        for (HeaderDeclaration declaration : configuration.headers()) {
            if (Ascii.sameIgnoringCase(declaration.name(), "Return-Path")
                    && declaration.template().isPresent()) {
                String value = rules.expand(declaration.template().get(), macros);
                out.append("Return-Path: ").append(oneLine(value.strip())).append('\n');
                return;
            }
        }
    }

    private static String oneLine(String text) {
        return text.replace('\n', ' ').replace('\r', ' ').replace('\0', ' ');
    }

    private boolean belongs(HeaderField field, boolean resent) {
        String name = Ascii.lower(field.name());
        if (name.equals("return-path")) {
            return false;
        }
        if (name.equals("full-name") && !mailer.has('x')) {
            return false;
        }
        if (name.equals("content-length") && !mailer.has('v')) {
            return false;
        }
        if (field.mailerFlags().isEmpty()) {
            return true;
        }
        if (name.startsWith("resent-") && !resent) {
            return false;
        }
        return field.mailerFlags().chars().anyMatch(flag -> mailer.has((char) flag));
    }

    private void append(StringBuilder out, HeaderField field, Envelope envelope) {
        String name = Ascii.lower(field.name());
        AddressUse use = ADDRESS_FIELDS.get(name);
        if (use == null) {
            out.append(field.name()).append(':').append(field.value()).append('\n');
            return;
        }
        boolean blind = name.equals("bcc") || name.equals("resent-bcc");
        if (blind && !configuration.options().flag(CfOption.KEEP_BCC)) {
            if (!envelope.flags().contains(EnvelopeFlag.DELETE_BCC)) {
                out.append(field.name()).append(":\n");
            }
            return;
        }
        String value = rules.rewriteHeader(field.name(), field.value().strip(), use, mailer, senderDomain, macros);
        if (!value.isBlank()) {
            out.append(field.name()).append(": ").append(value.strip()).append('\n');
        }
    }
}
