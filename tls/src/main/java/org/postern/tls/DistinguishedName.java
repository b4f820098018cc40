package org.postern.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;

/// A distinguished name as OpenSSL prints it on one line (`X509_NAME_oneline`) and as sendmail encodes that for its
/// macros (sendmail op guide §5.2, `{cert_subject}`).
final class DistinguishedName {
    /// What sendmail has room for, in characters before the encoding.
    private static final int LONGEST_LINE = 255;

    /// From this length on a common name is too long for sendmail.
    private static final int TOO_LONG = 255;

    private static final int MAX_PARTS = 1000;
    private static final String COMMON_NAME = "CN";

    /// Short names of OpenSSL's table; others are printed as their number.
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("2.5.4.3", COMMON_NAME),
            Map.entry("2.5.4.4", "SN"),
            Map.entry("2.5.4.5", "serialNumber"),
            Map.entry("2.5.4.6", "C"),
            Map.entry("2.5.4.7", "L"),
            Map.entry("2.5.4.8", "ST"),
            Map.entry("2.5.4.9", "street"),
            Map.entry("2.5.4.10", "O"),
            Map.entry("2.5.4.11", "OU"),
            Map.entry("2.5.4.12", "title"),
            Map.entry("2.5.4.13", "description"),
            Map.entry("2.5.4.15", "businessCategory"),
            Map.entry("2.5.4.17", "postalCode"),
            Map.entry("2.5.4.41", "name"),
            Map.entry("2.5.4.42", "GN"),
            Map.entry("2.5.4.43", "initials"),
            Map.entry("2.5.4.44", "generationQualifier"),
            Map.entry("2.5.4.45", "x500UniqueIdentifier"),
            Map.entry("2.5.4.46", "dnQualifier"),
            Map.entry("2.5.4.65", "pseudonym"),
            Map.entry("2.5.4.97", "organizationIdentifier"),
            Map.entry("0.9.2342.19200300.100.1.1", "UID"),
            Map.entry("0.9.2342.19200300.100.1.25", "DC"),
            Map.entry("1.2.840.113549.1.9.1", "emailAddress"),
            Map.entry("1.2.840.113549.1.9.2", "unstructuredName"),
            Map.entry("1.3.6.1.4.1.311.60.2.1.1", "jurisdictionL"),
            Map.entry("1.3.6.1.4.1.311.60.2.1.2", "jurisdictionST"),
            Map.entry("1.3.6.1.4.1.311.60.2.1.3", "jurisdictionC"));

    /// One attribute: the number of its set, its name, its identifier as encoded, the kind of its text, and its bytes.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Part(int set, String name, byte[] identifier, int tag, byte[] value) {}

    /// A common name for the macros, or what is wrong with it.
    ///
    /// @param text for the macro
    /// @param complaint what sendmail logs, empty when all is well
    record CommonName(String text, String complaint) {}

    private final List<Part> parts;

    private DistinguishedName(List<Part> parts) {
        this.parts = parts;
    }

    /// Reads an encoded name; one that cannot be read has no parts.
    static DistinguishedName of(byte[] der) {
        List<Part> parts = new ArrayList<>();
        try {
            DerReader sets = new DerReader(der).next(DerReader.SEQUENCE);
            for (int number = 0; sets.hasMore() && parts.size() < MAX_PARTS; number++) {
                DerReader set = sets.next(DerReader.SET);
                while (set.hasMore()) {
                    DerReader attribute = set.next(DerReader.SEQUENCE);
                    DerReader identifier = attribute.next(DerReader.OBJECT_IDENTIFIER);
                    String dotted = identifier.objectIdentifier();
                    int tag = attribute.tag();
                    byte[] value = attribute.next().rest();
                    parts.add(new Part(number, NAMES.getOrDefault(dotted, dotted), identifier.rest(), tag, value));
                }
            }
        } catch (DerReader.DerException unreadable) {
            return new DistinguishedName(List.of());
        }
        return new DistinguishedName(parts);
    }

    /// `/C=US/O=Sendmail, Inc./CN=host`, with `+` before a further part of one set; at most 255 characters, a part that
    /// does not fit ends it.
    String oneLine() {
        StringBuilder line = new StringBuilder();
        int set = -1;
        for (Part part : parts) {
            String text = (part.set == set ? "+" : "/") + part.name + "=" + printable(part);
            set = part.set;
            if (line.length() + text.length() >= LONGEST_LINE) {
                break;
            }
            line.append(text);
        }
        return line.toString();
    }

    private static String printable(Part part) {
        StringBuilder out = new StringBuilder();
        boolean[] columns = columns(part);
        for (int i = 0; i < part.value.length; i++) {
            int octet = part.value[i] & 0xff;
            if (!columns[i & 3]) {
                continue;
            }
            if (octet < ' ' || octet > '~') {
                out.append("\\x").append(hex(octet));
            } else {
                // Else a value could be read as further parts.
                out.append(octet == '/' || octet == '+' ? "\\" : "").append((char) octet);
            }
        }
        return out.toString();
    }

    /// Of a text with four bytes for each character OpenSSL prints only the bytes that are used somewhere.
    private static boolean[] columns(Part part) {
        if (part.tag != DerReader.UNIVERSAL_STRING || part.value.length % 4 != 0) {
            return new boolean[] {true, true, true, true};
        }
        boolean[] used = new boolean[4];
        for (int i = 0; i < part.value.length; i++) {
            used[i & 3] |= part.value[i] != 0;
        }
        return used[0] || used[1] || used[2]
                ? new boolean[] {true, true, true, true}
                : new boolean[] {false, false, false, true};
    }

    private static String hex(int octet) {
        String digits = "0123456789ABCDEF";
        return "" + digits.charAt(octet >> 4) + digits.charAt(octet & 15);
    }

    /// OpenSSL's canonical form, which its hash of a name is made of: texts as UTF-8 in lower case with single
    /// blanks, the sets one after the other without the sequence around them.
    byte[] canonical() {
        List<byte[]> sets = new ArrayList<>();
        int count = parts.isEmpty() ? 0 : parts.getLast().set + 1;
        for (int i = 0; i < count; i++) {
            int number = i;
            List<byte[]> attributes = parts.stream()
                    .filter(part -> part.set == number)
                    .map(DistinguishedName::canonical)
                    .toList();
            sets.add(DerWriter.setOf(attributes));
        }
        return DerWriter.join(sets);
    }

    private static byte[] canonical(Part part) {
        byte[] identifier = DerWriter.value(DerReader.OBJECT_IDENTIFIER, part.identifier);
        Optional<String> text = switch (part.tag) {
            case DerReader.UTF8_STRING -> Optional.of(new String(part.value, StandardCharsets.UTF_8));
            case DerReader.BMP_STRING -> Optional.of(new String(part.value, StandardCharsets.UTF_16BE));
            case DerReader.UNIVERSAL_STRING -> Optional.of(new String(part.value, StandardCharsets.UTF_32BE));
            case DerReader.PRINTABLE_STRING, DerReader.TELETEX_STRING, DerReader.IA5_STRING, DerReader.VISIBLE_STRING ->
                Optional.of(Ascii.text(part.value));
            default -> Optional.empty();
        };
        byte[] value = text.map(plain ->
                        DerWriter.value(DerReader.UTF8_STRING, folded(plain).getBytes(StandardCharsets.UTF_8)))
                .orElseGet(() -> DerWriter.value(part.tag, part.value));
        return DerWriter.sequence(identifier, value);
    }

    private static String folded(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Ascii.isSpace(c)) {
                out.append(Ascii.lower(c));
            } else if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
                out.append(' ');
            }
        }
        int length = out.length();
        return length > 0 && out.charAt(length - 1) == ' ' ? out.substring(0, length - 1) : out.toString();
    }

    /// The line as `{cert_subject}` and `{cert_issuer}` have it.
    String encoded() {
        return encode(oneLine());
    }

    /// The first common name as `{cn_subject}` and `{cn_issuer}` have it.
    CommonName commonName() {
        Optional<Part> first =
                parts.stream().filter(part -> part.name.equals(COMMON_NAME)).findFirst();
        if (first.isEmpty()) {
            return new CommonName("BadCertificateUnknown", "failed to extract CN");
        }
        String text = Ascii.text(first.get().value);
        if (text.length() >= TOO_LONG) {
            return new CommonName("BadCertificateTooLong", "CN too long");
        }
        if (text.indexOf(0) >= 0) {
            return new CommonName("BadCertificateContainsNUL", "CN contains NUL");
        }
        return new CommonName(encode(text), "");
    }

    /// sendmail's encoding: everything but printable ASCII, blanks, and `+ \ ( ) < > "` as `+HH`.
    static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '!' || c > '~' || "+\\()<>\"".indexOf(c) >= 0) {
                out.append('+').append(hex(c & 0xff));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
