package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.base.PeerText;
import org.postern.mail.HeaderField;
import org.postern.mail.QueueId;
import org.postern.smtp.MailParameters;
import org.postern.smtp.RcptParameters;
import org.postern.smtp.Transaction;

class RecipientFieldsTest {
    private static final Transaction TO_TWO = new Transaction(
            new QueueId("x"),
            PeerText.of("<a@b>"),
            MailParameters.NONE,
            List.of(
                    new Transaction.Accepted(PeerText.of("<c@d>"), RcptParameters.NONE),
                    new Transaction.Accepted(PeerText.of("e"), RcptParameters.NONE)),
            false,
            java.util.Optional.empty());

    private static List<HeaderField> after(String action, HeaderField... own) {
        List<HeaderField> header = new ArrayList<>(List.of(own));
        RecipientFields.of(action).add(header, TO_TWO);
        return header;
    }

    @Test
    void eachActionAddsItsField() {
        assertThat(after("none")).isEmpty();
        assertThat(after("nonsense")).isEmpty();
        assertThat(after("add-to")).containsExactly(new HeaderField("To", " e"), new HeaderField("To", " <c@d>"));
        assertThat(after("add-apparently-to"))
                .containsExactly(new HeaderField("Apparently-To", " e"), new HeaderField("Apparently-To", " <c@d>"));
        assertThat(after("Add-Bcc")).containsExactly(new HeaderField("Bcc", "  "));
        assertThat(after("add-to-undisclosed")).containsExactly(new HeaderField("To", " undisclosed-recipients:;"));
    }

    @Test
    void nothingIsAddedToAMessageThatNamesSomebody() {
        assertThat(after("add-to", new HeaderField("BCC", " x"))).hasSize(1);
        assertThat(after("add-to", new HeaderField("cc", " x"))).hasSize(1);
    }

    /// INJ-05: Recorded: the real program marks a message for the removal of Bcc when it has one of these
    /// three fields.
    @Test
    void openRecipientsAreThoseOfToCcAndApparentlyTo() {
        assertThat(RecipientFields.showRecipients(List.of(new HeaderField("To", ""))))
                .isTrue();
        assertThat(RecipientFields.showRecipients(List.of(new HeaderField("cc", " y"))))
                .isTrue();
        assertThat(RecipientFields.showRecipients(List.of(new HeaderField("Apparently-To", " y"))))
                .isTrue();
        assertThat(RecipientFields.showRecipients(List.of(new HeaderField("Resent-To", " y"))))
                .isFalse();
        assertThat(RecipientFields.showRecipients(List.of(new HeaderField("Bcc", " y"))))
                .isFalse();
    }
}
