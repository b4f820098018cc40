package org.postern.receive;

import org.postern.base.PeerText;

/// The full name of a local user for `$x`, from the gecos field of the account (sendmail op guide §5.2).
final class FullName {
    private static final String NEEDS_QUOTES = "@,;:\\()[].'<>\"";
    private static final int MAX_LENGTH = 200;

    private FullName() {}

    /// The part before the first comma, `&` as the login name with a capital, in quotes when a header needs them.
    static String of(String gecos, String login) {
        int comma = gecos.indexOf(',');
        String field = comma < 0 ? gecos : gecos.substring(0, comma);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < field.length() && out.length() < MAX_LENGTH; i++) {
            char c = field.charAt(i);
            if (c == '&' && !login.isEmpty()) {
                out.append(Character.toUpperCase(login.charAt(0))).append(login, 1, login.length());
            } else {
                out.append(c);
            }
        }
        String name = PeerText.of(out.toString()).forReply().strip();
        return name.chars().anyMatch(c -> NEEDS_QUOTES.indexOf(c) >= 0) ? quoted(name) : name;
    }

    private static String quoted(String name) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        return out.append('"').toString();
    }
}
