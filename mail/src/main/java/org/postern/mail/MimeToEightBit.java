package org.postern.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;

/// Takes quoted-printable or base64 off a message that is one plain text (sendmail op guide §5.4, mailer flag `9`).
///
/// Messages with a signature that the change would break (RFC 6376) stay as they are.
public final class MimeToEightBit {
    private final byte[] header;
    private final boolean base64;

    private MimeToEightBit(byte[] header, boolean base64) {
        this.header = header;
        this.base64 = base64;
    }

    /// Looks at a message.
    ///
    /// @param header with LF line ends and the empty line
    /// @param place for `X-MIME-Autoconverted`: `mx.example.org id 6AQ1qQWn010323`
    /// @return empty when it stays as it is
    public static Optional<MimeToEightBit> of(byte[] header, String place) {
        EnvelopeText.check("place", place);
        List<String> fields = fields(Ascii.text(header));
        MimeHeader mime = new MimeHeader(fields);
        String encoding = mime.encoding();
        boolean base64 = encoding.equals("base64");
        boolean encoded = base64 || encoding.equals("quoted-printable");
        boolean plain = mime.value("Content-Type").isPresent() && mime.type("").equals("text/plain");
        boolean signed = mime.value("DKIM-Signature").isPresent();
        if (!encoded || !plain || signed || mime.value("MIME-Version").isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder(header.length + 128);
        for (String field : fields) {
            if (!MimeHeader.is(field, "Content-Transfer-Encoding")) {
                text.append(field).append('\n');
            }
        }
        text.append("Content-Transfer-Encoding: 8bit\nX-MIME-Autoconverted: from ")
                .append(encoding)
                .append(" to 8bit by ")
                .append(place)
                .append("\n\n");
        return Optional.of(new MimeToEightBit(Ascii.bytes(text.toString()), base64));
    }

    private static List<String> fields(String header) {
        List<String> fields = new ArrayList<>();
        for (String line : header.split("\n", -1)) {
            boolean folded = !fields.isEmpty() && (line.startsWith(" ") || line.startsWith("\t"));
            if (folded) {
                fields.add(fields.removeLast() + "\n" + line);
            } else if (!line.isEmpty()) {
                fields.add(line);
            }
        }
        return fields;
    }

    /// Writes the message.
    ///
    /// @param body what follows the header
    public void write(InputStream body, OutputStream out) throws IOException {
        out.write(header);
        TransferDecoder decoder = new TransferDecoder(out, base64);
        body.transferTo(decoder);
        decoder.finish();
    }
}
