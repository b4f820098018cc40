package org.postern.queue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.base.Ascii;
import org.postern.mail.BodyType;
import org.postern.mail.ControllingUser;
import org.postern.mail.DeliverBy;
import org.postern.mail.Envelope;
import org.postern.mail.EnvelopeFlag;
import org.postern.mail.HeaderField;
import org.postern.mail.Recipient;
import org.postern.mail.RecipientFlag;

/// Writes the control data of a message in sendmail's `qf` format, version 8 (sendmail op guide, appendix B).
///
/// The order of the lines is sendmail's own. Line breaks and NUL that a text might hold become blanks, so that no text
/// can make a line of its own.
public final class QueueFileWriter {
    /// The format version that is written, and the newest that is read.
    public static final int VERSION = 8;

    /// In a header value: the next byte is the name of a macro that is expanded at delivery.
    static final char MACRO_BYTE = 0x81;

    /// In a header value: the next byte stands for itself.
    static final char QUOTE_BYTE = 0xff;

    static final int BY_NOTIFY = 1;
    static final int BY_RETURN = 2;
    static final int BY_TRACE = 16;

    private static final List<String> FIRST_MACROS = List.of("_", "r", "s", "{daemon_flags}");
    private static final List<EnvelopeFlag> FLAG_ORDER = List.of(
            EnvelopeFlag.WARNING_SENT,
            EnvelopeFlag.RESPONSE,
            EnvelopeFlag.EIGHT_BIT,
            EnvelopeFlag.DELETE_BCC,
            EnvelopeFlag.RETURN_GIVEN,
            EnvelopeFlag.INTERNATIONAL,
            EnvelopeFlag.NO_BODY_RETURN,
            EnvelopeFlag.SPLIT);
    private static final RecipientFlag[] RECIPIENT_FLAGS = RecipientFlag.values();

    private final StringBuilder out = new StringBuilder(1024);

    private QueueFileWriter() {}

    /// The whole file, from the version to the final dot.
    public static byte[] write(Envelope envelope) {
        QueueFileWriter writer = new QueueFileWriter();
        writer.envelope(envelope);
        return Ascii.bytes(writer.out.toString());
    }

    private void envelope(Envelope envelope) {
        out.append('V').append(VERSION);
        out.append("\nT").append(envelope.arrivedSeconds());
        out.append("\nK").append(envelope.lastAttemptSeconds());
        out.append("\nN").append(envelope.attempts());
        out.append("\nP").append(envelope.priority()).append('\n');
        if (envelope.bodyType() != BodyType.UNSTATED) {
            line('B', envelope.bodyType().keyword());
        }
        line('M', envelope.statusMessage());
        flags(envelope);
        macros(envelope);
        line('q', envelope.quarantineReason());
        line('S', envelope.sender());
        line('Z', envelope.envelopeId());
        line('A', envelope.authSender());
        envelope.deliverBy().ifPresent(this::deliverBy);
        recipients(envelope.recipients());
        for (HeaderField field : envelope.header()) {
            header(field);
        }
        out.append(".\n");
    }

    private void line(char code, Optional<String> text) {
        if (text.isPresent()) {
            line(code, text.get());
        }
    }

    private void line(char code, String text) {
        out.append(code);
        clean(text);
        out.append('\n');
    }

    private void clean(String text) {
        int start = out.length();
        out.append(text);
        for (int i = start; i < out.length(); i++) {
            char c = out.charAt(i);
            if (c == '\n' || c == '\r' || c == 0) {
                out.setCharAt(i, ' ');
            }
        }
    }

    private void flags(Envelope envelope) {
        if (envelope.flags().isEmpty()) {
            return;
        }
        out.append('F');
        for (EnvelopeFlag flag : FLAG_ORDER) {
            if (envelope.flags().contains(flag)) {
                out.append(flag.letter());
            }
        }
        out.append('\n');
    }

    private void macros(Envelope envelope) {
        List<String> names = new ArrayList<>(envelope.macros().keySet());
        Collections.sort(names);
        for (String first : FIRST_MACROS) {
            String name = first.startsWith("{") ? first.substring(1, first.length() - 1) : first;
            if (names.remove(name)) {
                macro(name, envelope.macros().getOrDefault(name, ""));
            }
        }
        for (String name : names) {
            macro(name, envelope.macros().getOrDefault(name, ""));
        }
    }

    private void macro(String name, String value) {
        out.append('$');
        if (name.length() == 1) {
            clean(name);
        } else {
            out.append('{');
            clean(name);
            out.append('}');
        }
        clean(value);
        out.append('\n');
    }

    private void deliverBy(DeliverBy by) {
        int flag = (by.returnMode() ? BY_RETURN : BY_NOTIFY) | (by.trace() ? BY_TRACE : 0);
        out.append('!')
                .append((char) flag)
                .append(' ')
                .append(by.deadlineSeconds())
                .append('\n');
    }

    private void recipients(List<Recipient> recipients) {
        @Nullable ControllingUser last = null;
        for (Recipient recipient : recipients) {
            @Nullable ControllingUser user = recipient.controllingUser().orElse(null);
            if (user != null && !user.equals(last)) {
                controllingUser(user);
            } else if (user == null && last != null) {
                out.append("C\n");
            }
            last = user;
            line('Q', recipient.originalRecipient());
            line('r', recipient.finalRecipient());
            out.append('R');
            for (RecipientFlag flag : RECIPIENT_FLAGS) {
                if (recipient.flags().contains(flag)) {
                    out.append(flag.letter());
                }
            }
            out.append(':');
            clean(recipient.address());
            out.append('\n');
        }
    }

    private void controllingUser(ControllingUser user) {
        out.append('C');
        if (user.uid() != 0 && !user.user().isEmpty()) {
            clean(user.user());
            out.append(':').append(user.uid()).append(':').append(user.gid());
        }
        out.append(':');
        clean(user.address());
        out.append('\n');
    }

    private void header(HeaderField field) {
        out.append("H?");
        clean(field.mailerFlags());
        out.append('?');
        clean(field.name());
        out.append(':');
        String value = field.value();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == HeaderField.MACRO_REFERENCE) {
                out.append(MACRO_BYTE);
            } else if (isMeta(c)) {
                out.append(QUOTE_BYTE).append(c);
            } else if (c == 0) {
                out.append(' ');
            } else {
                out.append(c);
            }
        }
        out.append('\n');
    }

    /// The bytes that sendmail uses for its own purposes inside of texts.
    private static boolean isMeta(char c) {
        return (c >= 0x80 && c <= 0x9f) || c == QUOTE_BYTE;
    }
}
