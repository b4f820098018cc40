package org.postern.smtp;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.postern.base.Ascii;

/// What a server said in its answer to EHLO or LHLO.
///
/// @param extensions the extensions that this client knows
/// @param mechanisms the words after AUTH, as they came
public record ServerOffer(Set<Extension> extensions, List<String> mechanisms) {
    /// A server that answered to HELO only.
    public static final ServerOffer NONE = new ServerOffer(Set.of(), List.of());

    private static final int MAX_MECHANISMS = 64;

    /// The extensions that change what the client sends.
    public enum Extension {
        PIPELINING("PIPELINING"),
        CHUNKING("CHUNKING"),
        SIZE("SIZE"),
        EIGHT_BIT_MIME("8BITMIME"),
        DSN("DSN"),
        ENHANCED_STATUS_CODES("ENHANCEDSTATUSCODES"),
        STARTTLS("STARTTLS"),
        AUTH("AUTH"),
        DELIVER_BY("DELIVERBY"),
        SMTPUTF8("SMTPUTF8");

        private final String keyword;

        Extension(String keyword) {
            this.keyword = keyword;
        }
    }

    public ServerOffer {
        extensions = Set.copyOf(extensions);
        mechanisms = List.copyOf(mechanisms);
    }

    /// True when the server offered the extension.
    public boolean has(Extension extension) {
        return extensions.contains(extension);
    }

    /// Reads the lines after the first of an answer to EHLO.
    static ServerOffer of(Reply reply) {
        EnumSet<Extension> found = EnumSet.noneOf(Extension.class);
        List<String> mechanisms = List.of();
        List<String> lines = reply.lines();
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.strip().split("[ =]+", MAX_MECHANISMS);
            for (Extension extension : Extension.values()) {
                if (Ascii.sameIgnoringCase(extension.keyword, words[0])) {
                    found.add(extension);
                }
            }
            if (Ascii.sameIgnoringCase(words[0], "AUTH")) {
                mechanisms = List.of(words).subList(1, words.length);
            }
        }
        return new ServerOffer(found, mechanisms);
    }
}
