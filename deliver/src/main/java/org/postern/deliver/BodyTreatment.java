package org.postern.deliver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.postern.base.Ascii;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.Mailer;
import org.postern.mail.BodyType;
import org.postern.mail.Envelope;
import org.postern.mail.EnvelopeFlag;
import org.postern.mail.Headers;
import org.postern.mail.MimeRules;
import org.postern.mail.MimeToEightBit;
import org.postern.mail.MimeToSevenBit;
import org.postern.queue.MessageBody;

/// What a mailer does to the content of one message (sendmail op guide §5.4, flags `1`, `7`, `8`, `9`, `b`, `E`,
/// equate `L=`; §5.6, EightBitMode).
///
/// @param lineLimit `L=`, 0 for none
/// @param eightBit the message has bytes above 127 in its body
/// @param labelled it has a MIME-Version
/// @param declaredSevenBit its sender says that it has none
/// @param mode EightBitMode: `m`, `p` or `s`
/// @param mailer the flags
/// @param rules for a conversion; made only when one is needed
record BodyTreatment(
        int lineLimit,
        boolean eightBit,
        boolean labelled,
        boolean declaredSevenBit,
        char mode,
        Mailer mailer,
        Supplier<MimeRules> rules) {
    /// @param place for the trace of a conversion
    static BodyTreatment of(Configuration configuration, Mailer mailer, Envelope envelope, Supplier<String> place) {
        return new BodyTreatment(
                mailer.limits().lineLength(),
                envelope.flags().contains(EnvelopeFlag.EIGHT_BIT),
                Headers.first(envelope.header(), "MIME-Version").isPresent(),
                envelope.bodyType() == BodyType.SEVEN_BIT,
                configuration.options().letter(CfOption.EIGHT_BIT_MODE, 'p'),
                mailer,
                () -> rules(configuration, mailer, place.get()));
    }

    private static MimeRules rules(Configuration configuration, Mailer mailer, String place) {
        return new MimeRules(
                word -> configuration.classOf("n").contains(word),
                word -> configuration.classOf("s").contains(word),
                word -> configuration.classOf("e").contains(word),
                word -> configuration.classOf("q").contains(word),
                word -> configuration.classOf("b").contains(word),
                mailer.defaultCharset().or(() -> charset(configuration)).orElse("unknown-8bit"),
                place,
                mailer.has('E'),
                mailer.has('3'));
    }

    private static Optional<String> charset(Configuration configuration) {
        String text = configuration.options().text(CfOption.DEFAULT_CHAR_SET);
        return text.isBlank() ? Optional.empty() : Optional.of(text.strip());
    }

    /// True when the content must become 7-bit.
    ///
    /// @param allowed the next hop takes 8-bit data
    boolean convert(boolean allowed) {
        if (!eightBit || mailer.has('8')) {
            return false;
        }
        return mailer.has('7') || (!allowed && (mode != 'p' || labelled));
    }

    /// How a message that was encoded for 7-bit hosts gets its 8-bit form back (flag `9`).
    Optional<MimeToEightBit> restored(byte[] header) {
        return !mailer.has('9') || mailer.has('7') || !labelled || eightBit || declaredSevenBit
                ? Optional.empty()
                : MimeToEightBit.of(header, rules.get().place());
    }

    /// True when a program or a mailbox gets something else than header and body as they are.
    boolean changes(byte[] header) {
        return convert(true)
                || mailer.has('b')
                || (mailer.has('E') && !mailer.file())
                || restored(header).isPresent();
    }

    /// Writes the message as the mailer wants it.
    ///
    /// @param allowed the next hop takes 8-bit data
    /// @throws CheckedBody.Unreadable when the body cannot be read; any other exception comes from `out`
    void write(MailerForm form, MessageBody body, boolean allowed, OutputStream out) throws IOException {
        LineFlags filter = filter(out, allowed);
        Optional<MimeToEightBit> restored = allowed ? restored(form.header()) : Optional.empty();
        if (convert(allowed)) {
            MimeToSevenBit conversion;
            try (InputStream message = message(form, body)) {
                conversion = MimeToSevenBit.plan(rules.get(), message);
            }
            try (InputStream message = message(form, body)) {
                conversion.write(message, filter);
            }
        } else if (restored.isPresent()) {
            try (InputStream content = new CheckedBody(body)) {
                restored.get().write(content, filter);
            }
        } else {
            filter.write(header(form.header(), allowed));
            try (InputStream content = new CheckedBody(body)) {
                content.transferTo(filter);
            }
        }
        filter.end(mailer.has('b'));
    }

    private static InputStream message(MailerForm form, MessageBody body) throws IOException {
        return new SequenceInputStream(new ByteArrayInputStream(form.header()), new CheckedBody(body));
    }

    /// Fields that an unlabelled message needs so that others know what it is (EightBitMode=m).
    ///
    /// @param typed it has a Content-Type
    private List<String> labels(boolean allowed, boolean typed) {
        if (!eightBit || !allowed || labelled || mode != 'm' || mailer.has('8') || mailer.has('7')) {
            return List.of();
        }
        return typed
                ? List.of("MIME-Version: 1.0")
                : List.of(
                        "MIME-Version: 1.0",
                        "Content-Type: text/plain; charset=" + rules.get().charset(),
                        "Content-Transfer-Encoding: 8bit");
    }

    /// The header as it is sent unconverted.
    private byte[] header(byte[] header, boolean allowed) {
        if (!eightBit || labelled) {
            return header;
        }
        String text = Ascii.text(header);
        boolean typed = Ascii.lower("\n" + text).contains("\ncontent-type:");
        List<String> labels = labels(allowed, typed);
        return labels.isEmpty()
                ? header
                : Ascii.bytes(text.substring(0, text.length() - 1) + String.join("\n", labels) + "\n\n");
    }

    /// What stands between the message and its wire form.
    private LineFlags filter(OutputStream out, boolean allowed) {
        return new LineFlags(out, mailer.has('E'), mailer.has('1'), strips(allowed));
    }

    /// True when the eighth bit of every byte is dropped: flag `7` and a hop that would not take it.
    private boolean strips(boolean allowed) {
        return mailer.has('7') && !allowed;
    }
}
