package org.postern.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;

/// Converts a message with 8-bit content for a host that takes 7-bit data only (RFC 6152 §3), as sendmail does:
/// entity by entity, quoted-printable or base64 by how much of it is 8-bit; what is encoded already, signed, or has
/// no 8-bit content stays as it is.
///
/// The message is read twice: [#plan] finds out what each entity needs, [#write] writes. Memory does not grow with the
/// message but by one byte for each entity. Headers of entities over [#LARGEST_HEADER] and nesting over
/// [#DEEPEST] end the conversion of that entity: it is copied.
public final class MimeToSevenBit {
    static final int LARGEST_HEADER = 256 * 1024;
    static final int DEEPEST = 20;

    private static final String TEXT = "text/plain";
    private static final String MESSAGE = "message/rfc822";
    private static final int AS_IT_IS = 0;
    private static final int QUOTED = 1;
    private static final int BASE64 = 2;

    private final MimeRules rules;
    private final byte[] plan;

    private MimeToSevenBit(MimeRules rules, byte[] plan) {
        this.rules = rules;
        this.plan = plan;
    }

    /// Reads the message once.
    ///
    /// @param message header, empty line and body with LF line ends
    public static MimeToSevenBit plan(MimeRules rules, InputStream message) throws IOException {
        ByteArrayOutputStream plan = new ByteArrayOutputStream(16);
        new Walk(rules, message, OutputStream.nullOutputStream(), Optional.of(plan), new byte[0]).message();
        return new MimeToSevenBit(rules, plan.toByteArray());
    }

    /// Writes the message.
    ///
    /// @param message the same as before
    public void write(InputStream message, OutputStream out) throws IOException {
        new Walk(rules, message, out, Optional.empty(), plan).message();
    }

    /// One way through the message, for the plan or for the output.
    private static final class Walk {
        private final MimeRules rules;
        private final MimeLines lines;
        private final OutputStream out;
        private final Optional<ByteArrayOutputStream> planning;
        private final byte[] plan;
        private int planned;

        Walk(MimeRules rules, InputStream in, OutputStream out, Optional<ByteArrayOutputStream> planning, byte[] plan) {
            this.rules = rules;
            this.lines = new MimeLines(in);
            this.out = out;
            this.planning = planning;
            this.plan = plan;
        }

        private void message() throws IOException {
            entity(TEXT, true, true, 0);
        }

        /// @param usual the type when none is stated
        /// @param whole true for a message, false for a part
        /// @param labelled true when a missing type is to be stated
        private MimeLines.End entity(String usual, boolean whole, boolean labelled, int depth) throws IOException {
            List<String> fields = new ArrayList<>();
            boolean complete = readHeader(fields);
            MimeHeader header = new MimeHeader(fields);
            String type = header.type(usual);
            boolean touched = complete
                    && depth < DEEPEST
                    && !rules.untouched().test(type)
                    && rules.plain().test(header.encoding());
            boolean multipart = type.startsWith("multipart/");
            boolean message = type.startsWith("message/");
            boolean nested = message && rules.messages().test(type.substring("message/".length()));
            if (!touched || (message && !nested)) {
                return verbatim(header, complete);
            }
            if (multipart) {
                return multipart(header, type, whole, depth);
            }
            if (nested) {
                putHeader(header, true, whole, false);
                out.write('\n');
                return entity(TEXT, true, false, depth + 1);
            }
            return leaf(header, type, whole, labelled);
        }

        /// @return false when no empty line ended the header
        private boolean readHeader(List<String> fields) throws IOException {
            int size = 0;
            StringBuilder field = new StringBuilder();
            boolean ended = false;
            boolean inLine = false;
            while (!ended && size < LARGEST_HEADER && lines.next()) {
                if (lines.atDelimiter()) {
                    lines.unread();
                    break;
                }
                String text = lines.text();
                ended = text.isEmpty() && !inLine;
                boolean folded = inLine || text.startsWith(" ") || text.startsWith("\t");
                if (!folded && !field.isEmpty()) {
                    fields.add(field.toString());
                    field.setLength(0);
                }
                if (!ended) {
                    field.append(folded && !inLine && !field.isEmpty() ? "\n" : "")
                            .append(text);
                }
                inLine = !lines.endsLine();
                size += text.length() + 1;
            }
            if (!field.isEmpty()) {
                fields.add(field.toString());
            }
            return ended;
        }

        private void putHeader(MimeHeader header, boolean withoutEncoding, boolean whole, boolean labelled)
                throws IOException {
            for (String field : header.fields()) {
                if (!withoutEncoding || !MimeHeader.is(field, "Content-Transfer-Encoding")) {
                    line(field);
                }
            }
            if (whole && header.value("MIME-Version").isEmpty()) {
                line("MIME-Version: 1.0");
            }
            if (labelled && header.value("Content-Type").isEmpty()) {
                line("Content-Type: text/plain; charset=" + rules.charset());
            }
        }

        private void line(String text) throws IOException {
            out.write(Ascii.bytes(text));
            out.write('\n');
        }

        private MimeLines.End verbatim(MimeHeader header, boolean complete) throws IOException {
            for (String field : header.fields()) {
                line(field);
            }
            if (complete) {
                out.write('\n');
            }
            return copy(Optional.empty(), false);
        }

        private MimeLines.End multipart(MimeHeader header, String type, boolean whole, int depth) throws IOException {
            putHeader(header, true, whole, false);
            out.write('\n');
            Optional<String> boundary = header.boundary();
            if (boundary.isEmpty()) {
                return copy(Optional.empty(), true);
            }
            int level = lines.depth();
            lines.open(boundary.get());
            MimeLines.End end = copy(Optional.empty(), true);
            String usual = type.equals("multipart/digest") ? MESSAGE : TEXT;
            while (end.level() == level && !end.closing()) {
                line("--" + boundary.get());
                end = entity(usual, false, false, depth + 1);
            }
            lines.close();
            if (end.level() == level) {
                line("--" + boundary.get() + "--");
                return copy(Optional.empty(), true);
            }
            line("\n--" + boundary.get() + "--");
            return end;
        }

        private MimeLines.End leaf(MimeHeader header, String type, boolean whole, boolean labelled) throws IOException {
            if (planning.isPresent()) {
                return plan(header, type, planning.get());
            }
            int how = plan[planned++];
            putHeader(header, how != AS_IT_IS, whole, labelled);
            if (how == AS_IT_IS) {
                out.write('\n');
                return copy(Optional.empty(), false);
            }
            String name = how == BASE64 ? "base64" : "quoted-printable";
            line("Content-Transfer-Encoding: " + name);
            line("X-MIME-Autoconverted: from 8bit to " + name + " by " + rules.place());
            out.write('\n');
            return copy(
                    Optional.of(new TransferEncoder(out, how == BASE64, rules.escapeFrom(), rules.escapeMore())),
                    false);
        }

        private MimeLines.End plan(MimeHeader header, String type, ByteArrayOutputStream decisions) throws IOException {
            long size = 0;
            long high = 0;
            MimeLines.End end = MimeLines.End.OF_MESSAGE;
            while (lines.next()) {
                end = lines.delimiter();
                if (end.level() >= 0) {
                    break;
                }
                size += lines.length() + (lines.endsLine() ? 1 : 0);
                for (int i = 0; i < lines.length(); i++) {
                    high += lines.bytes()[i] < 0 ? 1 : 0;
                }
            }
            boolean base64 = rules.base64().test(type) || header.encoding().equals("binary");
            boolean quoted = !base64 && (rules.quotedPrintable().test(type) || size / 8 >= high);
            decisions.write(high == 0 ? AS_IT_IS : quoted ? QUOTED : BASE64);
            return end;
        }

        /// Copies up to the next delimiter of an open multipart; the line end before it belongs to the delimiter.
        private MimeLines.End copy(Optional<TransferEncoder> encoder, boolean sevenBit) throws IOException {
            boolean heldLineEnd = false;
            while (lines.next()) {
                MimeLines.End end = lines.delimiter();
                if (end.level() >= 0) {
                    if (encoder.isPresent()) {
                        encoder.get().finish();
                    }
                    if (heldLineEnd) {
                        out.write('\n');
                    }
                    return end;
                }
                if (heldLineEnd) {
                    endLine(encoder);
                }
                put(encoder, sevenBit);
                heldLineEnd = lines.endsLine();
            }
            if (heldLineEnd) {
                endLine(encoder);
            }
            if (encoder.isPresent() && encoder.get().finish()) {
                out.write('\n');
            }
            return MimeLines.End.OF_MESSAGE;
        }

        private void endLine(Optional<TransferEncoder> encoder) throws IOException {
            if (encoder.isPresent()) {
                encoder.get().endLine();
            } else {
                out.write('\n');
            }
        }

        private void put(Optional<TransferEncoder> encoder, boolean sevenBit) throws IOException {
            byte[] bytes = lines.bytes();
            if (encoder.isPresent()) {
                encoder.get().add(bytes, lines.length());
                return;
            }
            if (sevenBit) {
                for (int i = 0; i < lines.length(); i++) {
                    bytes[i] &= 0x7f;
                }
            }
            out.write(bytes, 0, lines.length());
        }
    }
}
