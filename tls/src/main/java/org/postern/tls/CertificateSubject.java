package org.postern.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;

/// Whom a certificate that we make is for.
///
/// @param commonName the host, the person, or the name of an authority; 1 to 64 printable ASCII characters
/// @param organization empty for none; at most 64 printable ASCII characters
/// @param hostNames the DNS names that it is for, none for an authority
public record CertificateSubject(String commonName, String organization, List<String> hostNames) {
    private static final int LONGEST = 64;
    private static final int LONGEST_HOST = 253;
    private static final int LONGEST_LABEL = 63;

    /// Checks the texts.
    ///
    /// @throws IllegalArgumentException with the reason in words
    public CertificateSubject {
        hostNames = List.copyOf(hostNames);
        if (commonName.isEmpty() || !isPrintable(commonName) || !isPrintable(organization)) {
            throw new IllegalArgumentException("a name has 1 to 64 printable ASCII characters");
        }
    }

    private static boolean isPrintable(String text) {
        return text.length() <= LONGEST && text.chars().allMatch(c -> c >= ' ' && c < 127);
    }

    /// For a host: its name must be fully qualified, because that is what others compare.
    ///
    /// @return what is wrong with the name, or empty
    public static Optional<String> complaint(String host) {
        if (host.length() > LONGEST_HOST) {
            return Optional.of("it is too long");
        }
        String[] labels = (host.startsWith("*.") ? host.substring(2) : host).split("\\.", -1);
        if (labels.length < 2) {
            return Optional.of("it is not fully qualified: host.domain");
        }
        for (String label : labels) {
            boolean plain = !label.isEmpty()
                    && label.length() <= LONGEST_LABEL
                    && !label.startsWith("-")
                    && !label.endsWith("-")
                    && label.chars().allMatch(c -> c < 128 && (isLetterOrDigit((char) c) || c == '-'));
            if (!plain) {
                return Optional.of("\"" + label + "\" is no part of a host name");
            }
        }
        return Optional.empty();
    }

    private static boolean isLetterOrDigit(char c) {
        return Ascii.isLetter(c) || Ascii.isDigit(c);
    }

    /// The distinguished name, encoded.
    byte[] encoded() {
        List<byte[]> sets = new ArrayList<>();
        if (!organization.isEmpty()) {
            sets.add(attribute("2.5.4.10", organization));
        }
        sets.add(attribute("2.5.4.3", commonName));
        return DerWriter.value(DerReader.SEQUENCE, DerWriter.join(sets));
    }

    private static byte[] attribute(String type, String text) {
        return DerWriter.setOf(List.of(DerWriter.sequence(
                DerWriter.objectIdentifier(type), DerWriter.value(DerReader.UTF8_STRING, Ascii.bytes(text)))));
    }
}
