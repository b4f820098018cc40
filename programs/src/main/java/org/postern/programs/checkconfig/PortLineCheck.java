package org.postern.programs.checkconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.postern.base.Ascii;
import org.postern.mc.Suggestion;
import org.postern.receive.ServicePorts;

/// Words and values of DaemonPortOptions and ClientPortOptions that are taken for others, or that nobody knows:
/// only the first letter of a word counts.
final class PortLineCheck {
    private static final List<String> WORDS = List.of(
            "Name",
            "Address",
            "Port",
            "Family",
            "Listen",
            "SndBufSize",
            "RcvBufSize",
            "Modifiers",
            "Modify",
            "InputMailFilters",
            "children",
            "DeliveryMode",
            "delayLA",
            "queueLA",
            "refuseLA",
            "Addr");
    private static final List<String> NUMBERS =
            List.of("listen", "sndbufsize", "rcvbufsize", "children", "delayla", "queuela", "refusela");
    private static final String LETTERS = "abcfhrsuACEOS";
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private PortLineCheck() {}

    /// What is wrong with one line, one sentence each.
    ///
    /// @param option its name
    static List<String> complaints(String option, String value, ServicePorts services) {
        List<String> found = new ArrayList<>();
        for (String part : value.split(",", -1)) {
            String text = part.strip();
            int equals = text.indexOf('=');
            if (text.isEmpty()) {
                continue;
            }
            if (equals <= 0) {
                found.add(option + ": " + text + " has no effect: it is not WORD=VALUE");
                continue;
            }
            String word = text.substring(0, equals).strip();
            String given = text.substring(equals + 1).strip();
            boolean known = word.length() == 1 || WORDS.stream().anyMatch(one -> Ascii.sameIgnoringCase(one, word));
            if (!known) {
                found.add(option + ": there is no word " + word + ", only its first letter counts"
                        + Suggestion.of(word, WORDS));
            }
            value(option, word, given, services, found);
        }
        return found;
    }

    private static void value(String option, String word, String given, ServicePorts services, List<String> found) {
        char letter = word.charAt(0);
        if (Ascii.lower(letter) == 'p'
                && !given.isEmpty()
                && services.port(given).isEmpty()) {
            found.add(option + ": Port=" + given + " is neither a number nor a service of /etc/services");
        }
        if (Ascii.lower(letter) == 'm') {
            given.chars()
                    .filter(c -> c != ' ' && c != '\t' && LETTERS.indexOf(c) < 0)
                    .forEach(c -> found.add(option + ": " + word + "=" + given + ": there is no modifier " + (char) c));
        }
        boolean number = NUMBERS.stream().anyMatch(one -> Ascii.sameIgnoringCase(one, word));
        if (number && !NUMBER.matcher(given).matches()) {
            found.add(option + ": " + word + "=" + given + " is no number");
        }
    }
}
