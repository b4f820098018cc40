package org.postern.maps;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Decides whether a map file may be used: the file safety rules of sendmail (`DontBlameSendmail`, local file checks).
@FunctionalInterface
public interface MapFileCheck {
    /// What the file is wanted for.
    enum Purpose {
        /// A map that is looked up.
        READ,
        /// An alias database that is written anew.
        BUILD,
        /// A map that makemap or editmap writes: unsafe directories are only warned about.
        MAKE,
        /// The text that an alias database is made from.
        ALIAS_TEXT,
        /// A socket that a map asks.
        SOCKET,
        /// A file with words for a class, or other text that a configuration reads.
        CLASS_FILE,
        /// A file with a password.
        SECRET,
        /// Certificates and other public files of TLS.
        CERTIFICATE,
        /// A private key.
        PRIVATE_KEY,
        /// The texts of HELP.
        HELP,
        /// The file at the top of reports.
        ERROR_HEADER,
        /// The order of name services.
        SERVICE_SWITCH
    }

    /// Why the file must not be used, in sendmail's words (`World writable directory`); empty when it may.
    Optional<String> refusal(Path file, Purpose purpose);

    /// What is not as it should be but tolerated: `World writable directory /tmp`.
    default List<String> warnings(Path file, Purpose purpose) {
        return List.of();
    }

    /// Allows every file.
    static MapFileCheck allowAll() {
        return (file, purpose) -> Optional.empty();
    }
}
