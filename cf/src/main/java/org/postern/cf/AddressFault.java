package org.postern.cf;

import java.util.Optional;
import org.postern.base.Ascii;

/// Addresses that no rule set may see or whose result no mailer may get (sendmail's invalidaddr).
final class AddressFault {
    /// The longest address in bytes.
    static final int MAX_ADDRESS = 255;

    private AddressFault() {}

    /// A reason to refuse the text of an address before it is parsed.
    static Optional<String> before(String address, AddressUse use) {
        if (address.length() > MAX_ADDRESS) {
            return Optional.of("553 5.1.0 Address \"" + cut(address) + "\" too long (" + MAX_ADDRESS + " bytes max)");
        }
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c >= 0x80 && c <= 0x9f) {
                return Optional.of("501 " + (use.sender() ? "5.1.7" : "5.1.3")
                        + " 8-bit character in mailbox address \"" + shown(address) + "\"");
            }
        }
        return Optional.empty();
    }

    /// What messages show of an address that is too long.
    static String cut(String address) {
        return address.length() > MAX_ADDRESS ? address.substring(0, MAX_ADDRESS) : address;
    }

    private static String shown(String address) {
        StringBuilder out = new StringBuilder(address.length());
        for (int i = 0; i < address.length() && i < MAX_ADDRESS; i++) {
            char c = address.charAt(i);
            out.append(bad(c) ? '?' : c);
        }
        return out.toString();
    }

    private static boolean bad(char c) {
        return (c >= 0x80 && c <= 0x9f) || c == Code.META_QUOTE || Ascii.isControl(c);
    }

    /// The user part with a question mark for every byte that no mailer may get.
    static String masked(String user) {
        return shown(user);
    }

    /// A reason to refuse the user part that the rules have made.
    static Optional<String> after(String user) {
        String reason = reason(user);
        return reason.isEmpty()
                ? Optional.empty()
                : Optional.of("501 5.1.3 Syntax error in mailbox address \"" + shown(user) + "\" (" + reason + ")");
    }

    private static String reason(String user) {
        if (user.length() > MAX_ADDRESS) {
            return "too long";
        }
        boolean quoted = false;
        boolean escaped = false;
        for (int i = 0; i < user.length(); i++) {
            char c = user.charAt(i);
            if (escaped) {
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && bad(c)) {
                return "non-printable character";
            }
        }
        if (escaped) {
            return "trailing \\ character";
        }
        return quoted ? "unbalanced quote" : "";
    }
}
