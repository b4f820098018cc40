package org.postern.cf;

import java.util.List;
import org.postern.base.Ascii;

/// The entry of a map whose value says that something is refused, discarded or held: what a look at the rejections of
/// a host wants to know of them.
///
/// Of several that a rule set met the last one counts, for the rules end with it.
///
/// @param map its name
/// @param key as the rule wrote it, with its tag: `From:bad.test`
public record DecidingEntry(String map, String key) {
    /// The values of an access database that are against somebody (`FEATURE(access_db)` in sendmail's cf/README).
    private static final List<String> AGAINST = List.of("REJECT", "DISCARD", "ERROR:", "QUARANTINE:");

    private static final int CODE_LENGTH = 3;

    /// True when a value is one of these, or begins with a code of a refusal.
    static boolean decides(String value) {
        String text = value.startsWith("\"") ? value.substring(1) : value;
        for (String word : AGAINST) {
            if (Ascii.startsIgnoringCase(text, word)) {
                return true;
            }
        }
        return text.length() > CODE_LENGTH
                && (text.charAt(0) == '4' || text.charAt(0) == '5')
                && Ascii.isDigit(text.charAt(1))
                && Ascii.isDigit(text.charAt(2))
                && Ascii.isSpace(text.charAt(CODE_LENGTH));
    }
}
