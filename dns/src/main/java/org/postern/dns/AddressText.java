package org.postern.dns;

import java.net.InetAddress;
import java.util.Optional;

/// IP addresses as text; a text that is none is never looked up as a name.
final class AddressText {
    private AddressText() {}

    /// The address that the text is a literal of, IPv4 in its four-part form only.
    static Optional<InetAddress> parse(String text) {
        boolean six = text.indexOf(':') >= 0;
        if (text.isEmpty() || (!six && !text.matches("\\d{1,3}(?:\\.\\d{1,3}){3}"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
