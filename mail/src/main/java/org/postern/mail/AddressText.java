package org.postern.mail;

/// What can be said of an address without rules.
public final class AddressText {
    private AddressText() {}

    /// Without the angle brackets around it, if it has them: `<a@b>` gives `a@b`, `<>` gives nothing.
    public static String bare(String address) {
        boolean bracketed = address.length() >= 2 && address.startsWith("<") && address.endsWith(">");
        return bracketed ? address.substring(1, address.length() - 1) : address;
    }

    /// With angle brackets.
    public static String bracketed(String address) {
        return address.startsWith("<") && address.endsWith(">") ? address : "<" + address + ">";
    }

    /// What follows the last `@` outside brackets; empty for a name without domain.
    public static String domain(String address) {
        String bare = bare(address);
        int at = bare.lastIndexOf('@');
        return at < 0 ? "" : bare.substring(at + 1);
    }
}
