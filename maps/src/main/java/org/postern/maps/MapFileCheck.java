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
        ALIAS_TEXT,
        /// A socket that a map asks.
        SOCKET,
        /// A file with words for a class, or other text that a configuration reads.
        CLASS_FILE
    }

    /// Why the file must not be used, in sendmail's words (`World writable directory`); empty when it may.
    Optional<String> refusal(Path file, Purpose purpose);

    /// Allows every file.
    static MapFileCheck allowAll() {
        return (file, purpose) -> Optional.empty();
    }
}
