package org.postern.queue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.base.Ascii;
import org.postern.base.PeerText;
import org.postern.mail.BodyType;
import org.postern.mail.ControllingUser;
import org.postern.mail.DeliverBy;
import org.postern.mail.Envelope;
import org.postern.mail.EnvelopeBuilder;
import org.postern.mail.EnvelopeFlag;
import org.postern.mail.HeaderField;
import org.postern.mail.QueueId;
import org.postern.mail.Recipient;
import org.postern.mail.RecipientFlag;

/// Reads control data in sendmail's `qf` format (sendmail op guide, appendix B).
///
/// Strict, because whoever can write such a file decides who gets mail: a newer version, an unknown line, a line after
/// the final dot and a missing dot are refused, as sendmail refuses them. Used once for one file.
public final class QueueFileReader {
    /// Versions before this one have lines with other meanings.
    private static final int OLDEST_VERSION = 4;

    private static final int TEXT_LIMIT = 60;

    /// What a file turned out to be.
    public sealed interface Result {
        /// A whole control file.
        ///
        /// @param dataDirectory where the body is when not beside it (`d`)
        record Read(Envelope envelope, Optional<String> dataDirectory) implements Result {}

        /// Not a control file that may be processed.
        ///
        /// @param why for the log; without text of a peer that is not escaped
        record Bogus(String why) implements Result {}
    }

    /// A line that cannot be accepted; never leaves this class.
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }
    }

    private final String text;
    private final EnvelopeBuilder envelope;
    private final List<Recipient> recipients = new ArrayList<>();
    private final List<HeaderField> header = new ArrayList<>();
    private final Map<String, String> macros = new HashMap<>();
    private int position;
    private int lineNumber;
    private boolean ended;
    private boolean senderSeen;
    private boolean statusSeen;
    private Optional<String> dataDirectory = Optional.empty();
    private Optional<String> originalRecipient = Optional.empty();
    private Optional<String> finalRecipient = Optional.empty();
    private Optional<ControllingUser> controllingUser = Optional.empty();

    private QueueFileReader(QueueId id, byte[] bytes, int offset, int length) {
        text = Ascii.text(bytes, offset, length);
        envelope = Envelope.builder(id);
    }

    /// Reads a whole file.
    ///
    /// @param id the name that the file has
    public static Result read(QueueId id, byte[] bytes) {
        return read(id, bytes, 0, bytes.length);
    }

    /// Reads a file that is a part of `bytes`.
    ///
    /// @param id the name that the file has
    public static Result read(QueueId id, byte[] bytes, int offset, int length) {
        QueueFileReader reader = new QueueFileReader(id, bytes, offset, length);
        try {
            return reader.whole();
        } catch (Refused | IllegalArgumentException e) {
            return new Result.Bogus("line " + reader.lineNumber + ": " + e.getMessage());
        }
    }

    private Result whole() throws Refused {
        version();
        while (position < text.length()) {
            line(nextLine());
        }
        if (!ended) {
            throw new Refused("the final dot is missing");
        }
        if (!senderSeen) {
            throw new Refused("no sender");
        }
        envelope.recipients(recipients).header(header).macros(macros);
        return new Result.Read(envelope.build(), dataDirectory);
    }

    private void version() throws Refused {
        String first = position < text.length() ? nextLine() : "";
        if (first.isEmpty() || first.charAt(0) != 'V') {
            throw new Refused("no version");
        }
        long version = number(first);
        if (version > QueueFileWriter.VERSION) {
            throw new Refused("Version number in queue file (" + version + ") greater than max ("
                    + QueueFileWriter.VERSION + ")");
        }
        if (version < OLDEST_VERSION) {
            throw new Refused("version " + version + " is too old");
        }
    }

    /// The next line with its continuation lines, which start with a blank or tab; without the last line feed.
    private String nextLine() throws Refused {
        lineNumber++;
        int start = position;
        int end = text.indexOf('\n', start);
        while (end >= 0 && end + 1 < text.length() && isBlank(text.charAt(end + 1))) {
            end = text.indexOf('\n', end + 1);
        }
        if (end < 0) {
            throw new Refused("the file ends inside of a line");
        }
        position = end + 1;
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private void line(String line) throws Refused {
        if (ended) {
            throw new Refused("a line after the final dot");
        }
        if (line.isEmpty()) {
            throw new Refused("an empty line");
        }
        char code = line.charAt(0);
        String rest = line.substring(1);
        if (code == 'H') {
            header.add(headerField(rest));
            return;
        }
        if (line.indexOf('\n') >= 0) {
            throw new Refused("a continuation of a line that is not a header");
        }
        if (!envelopeLine(code, line, rest) && !recipientLine(code, rest)) {
            throw new Refused("bad line \"" + PeerText.escape(line, TEXT_LIMIT) + "\"");
        }
    }

    /// Takes a line about the whole message; false when it is none.
    private boolean envelopeLine(char code, String line, String rest) throws Refused {
        switch (code) {
            case 'T' -> envelope.arrivedSeconds(number(line));
            case 'K' -> envelope.lastAttemptSeconds(number(line));
            case 'N' -> envelope.attempts((int) Math.min(Integer.MAX_VALUE, number(line)));
            case 'P' -> envelope.priority(number(line));
            case 'M' -> status(rest);
            case 'F' -> envelope.flags(flags(rest));
            case 'B' -> envelope.bodyType(bodyType(rest));
            case 'q' -> envelope.quarantineReason(Optional.of(rest));
            case 'S' -> {
                envelope.sender(rest);
                senderSeen = true;
            }
            case 'A' -> envelope.authSender(Optional.of(rest));
            case 'Z' -> envelope.envelopeId(Optional.of(rest));
            case '!' -> envelope.deliverBy(Optional.of(deliverBy(rest)));
            case '$' -> macro(rest);
            case 'd' -> dataDirectory = Optional.of(rest);
            case '.' -> end(rest);
            // the inode, the name of the body, the error recipient and the length: of no use to a reader
            case 'I', 'D', 'E', 'L' -> {}
            default -> {
                return false;
            }
        }
        return true;
    }

    /// Takes a line about a recipient; false when it is none.
    private boolean recipientLine(char code, String rest) throws Refused {
        switch (code) {
            case 'Q' -> originalRecipient = Optional.of(rest);
            case 'r' -> finalRecipient = Optional.of(rest);
            case 'C' -> controllingUser = controllingUser(rest);
            case 'R' -> recipient(rest);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void end(String rest) throws Refused {
        if (!rest.isEmpty()) {
            throw new Refused("text after the final dot");
        }
        ended = true;
    }

    /// The first is the message's; those that stand before single recipients say the same about them.
    private void status(String rest) {
        if (!statusSeen) {
            envelope.statusMessage(Optional.of(rest));
            statusSeen = true;
        }
    }

    private static long number(String line) throws Refused {
        try {
            return Long.parseLong(line, 1, line.length(), 10);
        } catch (NumberFormatException _) {
            throw new Refused("bad number \"" + PeerText.escape(line, TEXT_LIMIT) + "\"");
        }
    }

    /// Letters that are not known are left out, as sendmail does.
    private static Set<EnvelopeFlag> flags(String letters) {
        Set<EnvelopeFlag> flags = EnumSet.noneOf(EnvelopeFlag.class);
        for (EnvelopeFlag flag : EnvelopeFlag.values()) {
            if (letters.indexOf(flag.letter()) >= 0) {
                flags.add(flag);
            }
        }
        return flags;
    }

    private static BodyType bodyType(String keyword) {
        for (BodyType type : BodyType.values()) {
            if (Ascii.sameIgnoringCase(type.keyword(), keyword)) {
                return type;
            }
        }
        return BodyType.UNSTATED;
    }

    private static DeliverBy deliverBy(String rest) throws Refused {
        if (rest.length() < 3 || rest.charAt(1) != ' ') {
            throw new Refused("bad deliver-by line");
        }
        int flag = rest.charAt(0);
        return new DeliverBy(
                number(rest.substring(1)),
                (flag & QueueFileWriter.BY_RETURN) != 0,
                (flag & QueueFileWriter.BY_TRACE) != 0);
    }

    private void macro(String rest) throws Refused {
        if (rest.isEmpty()) {
            throw new Refused("a macro without a name");
        }
        if (rest.charAt(0) != '{') {
            macros.put(rest.substring(0, 1), rest.substring(1));
            return;
        }
        int end = rest.indexOf('}');
        if (end < 2) {
            throw new Refused("a bad macro name");
        }
        macros.put(rest.substring(1, end), rest.substring(end + 1));
    }

    /// `user:uid:gid:address`, `:address` when the user is not known, or nothing, which ends the last one.
    private static Optional<ControllingUser> controllingUser(String rest) throws Refused {
        if (rest.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = rest.split(":", 4);
        if (parts[0].isEmpty()) {
            return Optional.of(new ControllingUser("", 0, 0, rest.substring(1)));
        }
        if (parts.length < 4) {
            throw new Refused("bad controlling user");
        }
        int uid = (int) number(":" + parts[1]);
        int gid = (int) number(":" + parts[2]);
        return Optional.of(new ControllingUser(parts[0], uid, gid, parts[3]));
    }

    private void recipient(String rest) throws Refused {
        int colon = rest.indexOf(':');
        if (colon < 0) {
            throw new Refused("a recipient without flags");
        }
        Set<RecipientFlag> flags = EnumSet.noneOf(RecipientFlag.class);
        for (RecipientFlag flag : RecipientFlag.values()) {
            int at = rest.indexOf(flag.letter());
            if (at >= 0 && at < colon) {
                flags.add(flag);
            }
        }
        recipients.add(
                new Recipient(rest.substring(colon + 1), flags, originalRecipient, finalRecipient, controllingUser));
        originalRecipient = Optional.empty();
        finalRecipient = Optional.empty();
    }

    private static HeaderField headerField(String rest) throws Refused {
        String mailerFlags = "";
        String field = rest;
        if (rest.startsWith("?")) {
            int end = rest.indexOf('?', 1);
            if (end < 0) {
                throw new Refused("header flags do not end");
            }
            mailerFlags = rest.substring(1, end);
            field = rest.substring(end + 1);
        }
        int colon = field.indexOf(':');
        if (colon <= 0) {
            throw new Refused("a header without a name");
        }
        return new HeaderField(field.substring(0, colon), unquoted(field, colon + 1), mailerFlags);
    }

    private static String unquoted(String field, int from) {
        @Nullable StringBuilder out = null;
        for (int i = from; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == QueueFileWriter.QUOTE_BYTE || c == QueueFileWriter.MACRO_BYTE) {
                if (out == null) {
                    out = new StringBuilder(field.length()).append(field, from, i);
                }
                if (c == QueueFileWriter.MACRO_BYTE) {
                    out.append(HeaderField.MACRO_REFERENCE);
                } else if (i + 1 < field.length()) {
                    i++;
                    out.append(field.charAt(i));
                }
            } else if (out != null) {
                out.append(c);
            }
        }
        return out == null ? field.substring(from) : out.toString();
    }
}
