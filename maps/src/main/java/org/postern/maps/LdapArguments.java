package org.postern.maps;

import java.util.Locale;
import java.util.Optional;
import org.postern.base.Ascii;

/// Walks over the flags of an LDAP map, whose arguments may stand in quotes and apart from their letter.
final class LdapArguments {
    private static final String APART = "bcdhHklMPprsvwZ";

    private final String text;
    private int position;
    private char letter;
    private String argument = "";

    LdapArguments(String text) {
        this.text = text;
    }

    /// Steps to the next flag; false at the end or before a word that is no flag.
    boolean next() {
        skipBlanks();
        if (position >= text.length() || text.charAt(position) != '-') {
            return false;
        }
        position++;
        letter = position < text.length() ? text.charAt(position) : 0;
        position = Math.min(position + 1, text.length());
        if (APART.indexOf(letter) >= 0) {
            skipBlanks();
        }
        int start = position;
        boolean quoted = false;
        while (position < text.length() && (quoted || !Ascii.isSpace(text.charAt(position)))) {
            quoted ^= text.charAt(position) == '"';
            position++;
        }
        argument = text.substring(start, position);
        return true;
    }

    char letter() {
        return letter;
    }

    /// The argument as it stands.
    String raw() {
        return argument;
    }

    /// The argument without its quotes.
    String value() {
        String stripped = argument.stripLeading();
        if (!stripped.startsWith("\"")) {
            return stripped;
        }
        int end = stripped.indexOf('"', 1);
        return stripped.substring(1, end < 0 ? stripped.length() : end);
    }

    /// The argument as a number; 0 when it is none.
    int number() {
        String value = value();
        return value.isEmpty() ? 0 : Math.clamp(CNumber.parse(value), 0, Integer.MAX_VALUE);
    }

    /// One of several words, of which the beginning counts, with or without a prefix; in lower case.
    Optional<String> oneOf(String prefix, String... words) {
        String value = value().toLowerCase(Locale.ROOT);
        String bare = value.startsWith(prefix) ? value.substring(prefix.length()) : value;
        for (String word : words) {
            if (bare.startsWith(word)) {
                return Optional.of(word);
            }
        }
        return Optional.empty();
    }

    private void skipBlanks() {
        while (position < text.length() && Ascii.isSpace(text.charAt(position))) {
            position++;
        }
    }
}
