package org.postern.helper;

import java.util.Map;
import org.postern.cf.ConfigurationFiles.Content;
import org.postern.helperwire.HelperAnswer;

/// What the programs of `F` lines printed when the helper read its own copy of the configuration: the network
/// process gets the words from here, and only of programs that this copy names.
///
/// @param sources by `|` and the command line of the program
public record ClassTexts(Map<String, Content> sources) {
    /// Nothing.
    public static final ClassTexts NONE = new ClassTexts(Map.of());

    public ClassTexts {
        sources = Map.copyOf(sources);
    }

    HelperAnswer read(String source, int part) {
        Content content = sources.get(source);
        if (content == null) {
            return new HelperAnswer.Refused("no F line names it");
        }
        return switch (content) {
            case Content.Unreadable(boolean _, String reason) -> new HelperAnswer.Refused(reason);
            case Content.Text(String text) -> {
                long start = (long) part * HelperAnswer.ClassPart.LONGEST;
                if (start > text.length()) {
                    yield new HelperAnswer.Refused("it is not that long");
                }
                int end = (int) Math.min(text.length(), start + HelperAnswer.ClassPart.LONGEST);
                yield new HelperAnswer.ClassPart(text.substring((int) start, end), end < text.length());
            }
        };
    }
}
