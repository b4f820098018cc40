package org.postern.smtp;

import java.util.Optional;

/// Who the connection comes from, as far as the network says. All texts are safe to show: the caller has removed
/// control characters from what DNS and IDENT answered.
///
/// @param name the host name by reverse look-up; empty when there is none
/// @param address the address in text form without brackets, `127.0.0.1` or `IPv6:::1`
/// @param forged the name does not lead back to the address
/// @param identUser the answer of the IDENT service (RFC 1413)
public record ClientIdentity(String name, String address, boolean forged, Optional<String> identUser) {
    public ClientIdentity {
        check(name);
        check(address);
        identUser.ifPresent(ClientIdentity::check);
    }

    private static void check(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > 126) {
                throw new IllegalArgumentException("a client name with a control character");
            }
        }
    }

    /// Only the name, or the address in brackets where there is none.
    public String shortName() {
        return name.isEmpty() ? "[" + address + "]" : name;
    }

    /// As it is shown in replies, logs and the Received field (macro `$_`): `user@name [address] (may be forged)`.
    public String display() {
        String bracketed = "[" + address + "]";
        StringBuilder out = new StringBuilder(64);
        identUser.ifPresent(user -> out.append(user).append('@'));
        if (name.isEmpty() || name.equals(bracketed)) {
            out.append(bracketed);
        } else {
            out.append(name).append(' ').append(bracketed);
        }
        if (forged) {
            out.append(" (may be forged)");
        }
        return out.toString();
    }
}
