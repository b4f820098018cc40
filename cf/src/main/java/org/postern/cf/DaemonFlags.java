package org.postern.cf;

/// The modifiers of DaemonPortOptions and ClientPortOptions as the rule sets see them in `{daemon_flags}` and
/// `{client_flags}`: apart by blanks, and capital
/// letters doubled, because rule sets do not tell case (sendmail op guide §5.6).
public final class DaemonFlags {
    private DaemonFlags() {}

    /// The text of the macro.
    public static String text(String modifiers) {
        StringBuilder out = new StringBuilder(modifiers.length() * 3);
        for (int i = 0; i < modifiers.length(); i++) {
            char letter = modifiers.charAt(i);
            if (!out.isEmpty()) {
                out.append(' ');
            }
            out.append(letter);
            if (letter >= 'A' && letter <= 'Z') {
                out.append(letter);
            }
        }
        return out.toString();
    }
}
