package org.postern.smtp;

import java.util.List;
import org.postern.base.Ascii;

/// The words by which a web browser that was led to the mail port gives itself away.
final class HttpWords {
    private static final List<String> WORDS = List.of("GET", "POST", "CONNECT", "USER");

    private HttpWords() {}

    static boolean starts(String line) {
        for (String word : WORDS) {
            if (line.length() > word.length()
                    && Ascii.startsIgnoringCase(line, word)
                    && Ascii.isSpace(line.charAt(word.length()))) {
                return true;
            }
        }
        return false;
    }
}
