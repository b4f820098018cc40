package org.postern.smtp;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;

/// The words of option PrivacyOptions (sendmail op guide §5.6).
public enum PrivacyOption {
    NEEDMAILHELO,
    NEEDEXPNHELO,
    NEEDVRFYHELO,
    NOEXPN,
    NOVRFY,
    NOETRN,
    NOVERB,
    NORECEIPTS,
    NOBODYRETURN,
    AUTHWARNINGS,
    NOACTUALRECIPIENT,
    RESTRICTMAILQ,
    RESTRICTQRUN,
    RESTRICTEXPAND,
    /// Replies do not repeat what is no command.
    NOREFLECTION;

    private static final Set<PrivacyOption> GOAWAY =
            EnumSet.of(NEEDMAILHELO, NEEDEXPNHELO, NEEDVRFYHELO, NOEXPN, NOVRFY, NOVERB, AUTHWARNINGS);

    /// What one word of the option switches on; `public` is none, `goaway` is several.
    ///
    /// @return empty for an unknown word
    public static Optional<Set<PrivacyOption>> ofWord(String word) {
        if (Ascii.sameIgnoringCase(word, "public")) {
            return Optional.of(Set.of());
        }
        if (Ascii.sameIgnoringCase(word, "goaway")) {
            return Optional.of(Set.copyOf(GOAWAY));
        }
        for (PrivacyOption option : values()) {
            if (Ascii.sameIgnoringCase(word, option.name())) {
                return Optional.of(Set.of(option));
            }
        }
        return Optional.empty();
    }
}
