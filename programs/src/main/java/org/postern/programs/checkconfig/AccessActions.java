package org.postern.programs.checkconfig;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.base.Ascii;
import org.postern.mc.Suggestion;

/// The right-hand sides of the access map that mean something (cf/README of sendmail, anti-spam configuration
/// control). Everything else is the text of a refusal, which is seldom what was meant.
final class AccessActions {
    private static final List<String> WORDS =
            List.of("OK", "RELAY", "REJECT", "DISCARD", "SKIP", "FRIEND", "HATER", "SUBJECT");
    private static final List<String> BEGINNINGS = List.of("ERROR:", "QUARANTINE:");
    private static final List<String> SUGGESTED = List.of("OK", "RELAY", "REJECT", "DISCARD", "SKIP", "QUARANTINE:");

    /// The tags whose values are these actions; others have values of their own.
    private static final Set<String> TAGS = Set.of("", "connect:", "from:", "to:", "helo:", "spam:", "ipv6:");

    private static final Pattern REPLY = Pattern.compile("\"?[245]\\d\\d(?:[ -].*)?", Pattern.DOTALL);

    private AccessActions() {}

    /// What is wrong with a value.
    ///
    /// @param key as it stands in the file
    /// @return empty when it is an action, or when the tag of the key has values of its own
    static Optional<String> complaint(String key, String value) {
        int colon = key.indexOf(':');
        String tag = Ascii.lower(key.substring(0, colon + 1));
        // a sentence is meant as the text that it will be
        boolean known = value.isEmpty()
                || value.indexOf(' ') >= 0
                || !TAGS.contains(tag)
                || WORDS.stream().anyMatch(word -> Ascii.sameIgnoringCase(word, value))
                || BEGINNINGS.stream().anyMatch(begin -> Ascii.startsIgnoringCase(value, begin))
                || REPLY.matcher(value).matches();
        if (known) {
            return Optional.empty();
        }
        String first = Arrays.stream(value.split("[\\s:]", 2)).findFirst().orElse("");
        return Optional.of(
                value + " is no action: it will be the text of a refusal with 553" + Suggestion.of(first, SUGGESTED));
    }
}
