package org.postern.maps;

import java.nio.file.Path;
import java.util.Optional;

/// Decides whether a map file may be used: the file safety rules of sendmail (`DontBlameSendmail`, local file checks).
@FunctionalInterface
public interface MapFileCheck {
    /// What the file is wanted for.
    enum Purpose {
        /// A map that is looked up.
        READ,
        /// A map that is written anew.
        BUILD,
        /// The text that an alias database is made from.
        ALIAS_TEXT
    }

    /// Why the file must not be used, in sendmail's words (`World writable directory`); empty when it may.
    Optional<String> refusal(Path file, Purpose purpose);

    /// Allows every file.
    static MapFileCheck allowAll() {
        return (file, purpose) -> Optional.empty();
    }
}
