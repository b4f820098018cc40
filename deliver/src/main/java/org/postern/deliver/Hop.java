package org.postern.deliver;

import java.net.InetAddress;
import java.util.Optional;

/// One host that a message may be handed to.
///
/// @param name as the log shows it behind `relay=`: `mx.example.com.`, `[mail.example.com]`, `[192.0.2.1]`
/// @param lookupName what the name service is asked, without brackets and final dot
/// @param literal its address, when the configuration gave it
/// @param exchanger true when a stranger's DNS named it, so that it must not lead back to this machine
/// @param lastResort true for FallbackSmartHost: only when no other host could be reached
public record Hop(
        String name, String lookupName, Optional<InetAddress> literal, boolean exchanger, boolean lastResort) {
    /// A host that the configuration or the recipient's domain names.
    static Hop host(String name) {
        return new Hop(name, withoutDot(name), Optional.empty(), false, false);
    }

    /// A host that an MX record names.
    static Hop exchanger(String host) {
        return new Hop(host + ".", host, Optional.empty(), true, false);
    }

    /// `[192.0.2.1]`, `[IPv6:2001:db8::1]` or `[host]`: no MX look-up.
    static Hop bracketed(String text) {
        String inner = text.substring(1, text.endsWith("]") ? text.length() - 1 : text.length());
        Optional<InetAddress> address = literalAddress(inner);
        return new Hop(text, withoutDot(inner), address, false, false);
    }

    /// The same as a last resort.
    Hop asLastResort() {
        return new Hop(name, lookupName, literal, exchanger, true);
    }

    static Optional<InetAddress> literalAddress(String text) {
        boolean marked = text.regionMatches(true, 0, "IPv6:", 0, 5);
        String address = marked ? text.substring(5) : text;
        if (!marked && (address.isEmpty() || !onlyDigitsAndDots(address))) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static boolean onlyDigitsAndDots(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
