package org.postern.dns;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.base.Ascii;

/// The order of the sources that answer for a service: `hosts`, `aliases`, `passwd`.
///
/// Reads both forms: the one of sendmail's option ServiceSwitchFile (`hosts dns files`, sendmail op guide §5.6) and
/// the one of `nsswitch.conf` (`hosts: files dns`), whose actions in brackets are left out.
///
/// @param sources the sources by service
public record ServiceSwitch(Map<String, List<String>> sources) {
    private static final int MOST_LINES = 1000;

    public ServiceSwitch {
        sources = Map.copyOf(sources);
    }

    /// What the real program does without a switch file: the name service and then the hosts file, files for all else.
    public static ServiceSwitch standard() {
        return new ServiceSwitch(Map.of("hosts", List.of("dns", "files")));
    }

    /// The switch of this text; at most 1000 lines are read.
    public static ServiceSwitch parse(String text) {
        Map<String, List<String>> found = new HashMap<>();
        text.lines().limit(MOST_LINES).forEach(line -> {
            int comment = line.indexOf('#');
            String rest = (comment < 0 ? line : line.substring(0, comment))
                    .replaceAll("\\[[^\\]]*]", " ")
                    .replaceFirst(":", " ")
                    .strip();
            String[] words = Ascii.lower(rest).split("\\s+");
            if (!words[0].isEmpty()) {
                found.putIfAbsent(words[0], new ArrayList<>(List.of(words).subList(1, words.length)));
            }
        });
        return new ServiceSwitch(found);
    }

    public boolean uses(String service, String source) {
        return sources(service).contains(source);
    }

    /// The sources of a service in order; what is not declared is as in [#standard].
    public List<String> sources(String service) {
        List<String> declared = sources.get(service);
        if (declared != null) {
            return List.copyOf(declared);
        }
        return service.equals("hosts") ? List.of("dns", "files") : List.of("files");
    }
}
