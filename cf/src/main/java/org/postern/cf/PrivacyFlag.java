package org.postern.cf;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;

/// The words of PrivacyOptions (sendmail op guide §5.6).
public enum PrivacyFlag {
    NEED_MAIL_HELO("needmailhelo"),
    NEED_EXPN_HELO("needexpnhelo"),
    NEED_VRFY_HELO("needvrfyhelo"),
    NO_EXPN("noexpn"),
    NO_VRFY("novrfy"),
    NO_ETRN("noetrn"),
    NO_VERB("noverb"),
    RESTRICT_EXPAND("restrictexpand"),
    RESTRICT_MAILQ("restrictmailq"),
    RESTRICT_QRUN("restrictqrun"),
    NO_RECEIPTS("noreceipts"),
    NO_BODY_RETURN("nobodyreturn"),
    NO_ACTUAL_RECIPIENT("noactualrecipient"),
    AUTH_WARNINGS("authwarnings"),
    NO_REFLECTION("noreflection");

    /// What `goaway` stands for.
    static final Set<PrivacyFlag> GO_AWAY =
            EnumSet.of(NEED_MAIL_HELO, NEED_EXPN_HELO, NEED_VRFY_HELO, NO_EXPN, NO_VRFY, NO_VERB, AUTH_WARNINGS);

    private final String word;

    PrivacyFlag(String word) {
        this.word = word;
    }

    /// The word in the file.
    public String word() {
        return word;
    }

    static Optional<PrivacyFlag> of(String word) {
        for (PrivacyFlag flag : values()) {
            if (Ascii.sameIgnoringCase(flag.word, word)) {
                return Optional.of(flag);
            }
        }
        return Optional.empty();
    }
}
