package org.postern.receive;

import java.util.List;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.mail.HeaderField;
import org.postern.smtp.Transaction;

/// The fields that tell who gets a message, and what option NoRecipientAction adds to a message that has none of
/// them (sendmail op guide §5.6).
enum RecipientFields {
    /// Add nothing.
    NONE,
    /// A `To:` for each recipient, which betrays blind copies.
    ADD_TO,
    /// An `Apparently-To:` for each recipient.
    ADD_APPARENTLY_TO,
    /// An empty `Bcc:`.
    ADD_BCC,
    /// `To: undisclosed-recipients:;`.
    ADD_TO_UNDISCLOSED;

    private static final Set<String> SHOWN = Set.of("to", "cc", "apparently-to");
    private static final Set<String> BLIND = Set.of("bcc");

    /// The action of an option value; an unknown word adds nothing.
    static RecipientFields of(String word) {
        for (RecipientFields action : values()) {
            if (Ascii.sameIgnoringCase(action.name().replace('_', '-'), word)) {
                return action;
            }
        }
        return NONE;
    }

    /// True when the header names recipients openly; blind copies are then taken out of it.
    static boolean showRecipients(List<HeaderField> header) {
        return has(header, SHOWN);
    }

    private static boolean has(List<HeaderField> header, Set<String> names) {
        for (HeaderField field : header) {
            if (names.contains(Ascii.lower(field.name()))) {
                return true;
            }
        }
        return false;
    }

    /// Adds to a header without any of the fields.
    void add(List<HeaderField> header, Transaction transaction) {
        if (this == NONE || has(header, SHOWN) || has(header, BLIND)) {
            return;
        }
        switch (this) {
            case NONE -> {}
            case ADD_TO -> addEach("To", header, transaction);
            case ADD_APPARENTLY_TO -> addEach("Apparently-To", header, transaction);
            case ADD_BCC -> header.add(new HeaderField("Bcc", "  "));
            case ADD_TO_UNDISCLOSED -> header.add(new HeaderField("To", " undisclosed-recipients:;"));
        }
    }

    /// One field for each recipient, the last one first, as sendmail writes them.
    private static void addEach(String name, List<HeaderField> header, Transaction transaction) {
        for (Transaction.Accepted recipient : transaction.recipients().reversed()) {
            header.add(new HeaderField(name, " " + recipient.address().forReply()));
        }
    }
}
