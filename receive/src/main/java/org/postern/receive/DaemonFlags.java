package org.postern.receive;

/// The modifiers of DaemonPortOptions as the rule sets see them in `{daemon_flags}`: apart by blanks, and capital
/// letters doubled, because rule sets do not tell case (sendmail op guide §5.6).
final class DaemonFlags {
    private DaemonFlags() {}

    static String text(String modifiers) {
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
