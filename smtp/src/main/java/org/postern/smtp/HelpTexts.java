package org.postern.smtp;

import java.util.List;
import java.util.Optional;

/// The texts of the HELP command, from the help file (option HelpFile).
public interface HelpTexts {
    /// True when there is a help file.
    boolean available();

    /// True when the version of the program comes first: a help file without `#vers 2` does not say it itself.
    default boolean showsVersion() {
        return true;
    }

    /// The lines about a topic, without control characters.
    ///
    /// @param topic in lower case; `smtp` when none was given
    Optional<List<String>> lines(String topic);

    /// No help file.
    static HelpTexts none() {
        return new HelpTexts() {
            @Override
            public boolean available() {
                return false;
            }

            @Override
            public Optional<List<String>> lines(String topic) {
                return Optional.empty();
            }
        };
    }
}
