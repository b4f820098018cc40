package org.postern.cf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How sendmail calls the modifiers of DaemonPortOptions in its debug output.
final class PortModifierNames {
    private static final Map<Character, String> NAMES = Map.ofEntries(
            Map.entry('a', "AUTHREQ"),
            Map.entry('b', "BINDIF"),
            Map.entry('c', "CANONREQ"),
            Map.entry('f', "FQMAIL"),
            Map.entry('h', "IFNHELO"),
            Map.entry('r', "FQRCPT"),
            Map.entry('s', "SMTPS"),
            Map.entry('u', "UNQUALOK"),
            Map.entry('A', "NOAUTH"),
            Map.entry('C', "NOCANON"),
            Map.entry('E', "NOETRN"),
            Map.entry('O', "OPTIONAL"),
            Map.entry('S', "NOTLS"));
    private static final String ORDER = "abcfhrsuACEOS";

    private PortModifierNames() {}

    /// The names in sendmail's order, `<AUTHREQ,NOETRN>`; empty for none.
    static String of(String modifiers) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < ORDER.length(); i++) {
            if (modifiers.indexOf(ORDER.charAt(i)) >= 0) {
                names.add(NAMES.getOrDefault(ORDER.charAt(i), ""));
            }
        }
        return names.isEmpty() ? "" : "<" + String.join(",", names) + ">";
    }
}
