package org.postern.programs.sendmail;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.mail.HeaderAddresses;
import org.postern.mail.HeaderField;
import org.postern.mail.HeaderParser;

/// A message on its way from a caller of `sendmail` to the daemon: its header in memory, the rest still unread.
final class SubmissionText {
    private static final int LARGEST_HEADER = 1 << 20;
    private static final int PIECE = 8192;

    private final List<HeaderField> header;
    private final InputStream body;

    private SubmissionText(List<HeaderField> header, InputStream body) {
        this.header = List.copyOf(header);
        this.body = body;
    }

    /// Reads the header section.
    ///
    /// @return empty when the header is larger than one MiB
    static Optional<SubmissionText> read(InputStream in) throws IOException {
        HeaderParser parser = new HeaderParser(LARGEST_HEADER);
        byte[] piece = new byte[PIECE];
        byte[] rest = new byte[0];
        while (!parser.finished()) {
            int count = in.read(piece, 0, piece.length);
            if (count < 0) {
                parser.end();
                break;
            }
            int at = parser.feed(piece, 0, count);
            rest = Arrays.copyOfRange(piece, at, count);
        }
        if (parser.tooLarge()) {
            return Optional.empty();
        }
        InputStream body = new SequenceInputStream(
                new java.io.ByteArrayInputStream(parser.bodyStart()),
                new SequenceInputStream(new java.io.ByteArrayInputStream(rest), in));
        return Optional.of(new SubmissionText(parser.fields(), body));
    }

    /// The recipients that the header names (`-t`), each once.
    List<String> recipients() {
        List<String> all = new ArrayList<>();
        for (HeaderField field : header) {
            if (names(field, "To") || names(field, "Cc") || names(field, "Bcc")) {
                for (String address : HeaderAddresses.of(field.value())) {
                    if (!all.contains(address)) {
                        all.add(address);
                    }
                }
            }
        }
        return all;
    }

    /// True when there is such a field.
    boolean has(String name) {
        return header.stream().anyMatch(field -> names(field, name));
    }

    /// The header section as it is sent: without Bcc, with an empty line at its end.
    byte[] headerBytes(List<HeaderField> added) {
        StringBuilder out = new StringBuilder(1024);
        for (HeaderField field : header) {
            if (!names(field, "Bcc")) {
                append(out, field);
            }
        }
        added.forEach(field -> append(out, field));
        return Ascii.bytes(out.append('\n').toString());
    }

    /// What follows the header.
    InputStream body() {
        return body;
    }

    private static void append(StringBuilder out, HeaderField field) {
        out.append(field.name()).append(':').append(field.value()).append('\n');
    }

    private static boolean names(HeaderField field, String name) {
        return Ascii.sameIgnoringCase(field.name(), name);
    }
}
