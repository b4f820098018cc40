package org.postern.programs.mta;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.dns.DnsSettings;

/// The words of the option ResolverOptions, each with `+` or nothing to turn it on, with `-` to turn it off;
/// the last one of several counts (sendmail op guide §5.6).
///
/// `AAONLY` and `PRIMARY` have no effect, as with the C library of Linux; `STAYOPEN`, `DEBUG` and `IGNTC`
/// have none here: each question has its own port, and what was cut off is asked for again over TCP. Both
/// kinds of addresses are always asked for, and a failure for one kind does not hide the other (`USE_INET6`,
/// `WorkAroundBrokenAAAA`).
record ResolverWords(List<String> words) {
    ResolverWords {
        words = List.copyOf(words);
    }

    /// Whether a word is on.
    ///
    /// @param usual when no word says it
    boolean has(String name, boolean usual) {
        boolean on = usual;
        for (String word : words) {
            boolean signed = word.startsWith("+") || word.startsWith("-");
            if (Ascii.sameIgnoringCase(signed ? word.substring(1) : word, name)) {
                on = !word.startsWith("-");
            }
        }
        return on;
    }

    /// How questions are put.
    Set<DnsSettings.Mode> modes() {
        EnumSet<DnsSettings.Mode> modes = EnumSet.noneOf(DnsSettings.Mode.class);
        if (has("USEVC", false)) {
            modes.add(DnsSettings.Mode.TCP_ONLY);
        }
        if (!has("RECURSE", true)) {
            modes.add(DnsSettings.Mode.NOT_RECURSIVE);
        }
        return modes;
    }

    /// Which domains complete a short name: without `DNSRCH` the first one only, without `DEFNAMES` either
    /// none.
    List<String> searchDomains(List<String> all) {
        if (has("DNSRCH", true)) {
            return all;
        }
        return has("DEFNAMES", true) ? all.subList(0, Math.min(1, all.size())) : List.of();
    }
}
