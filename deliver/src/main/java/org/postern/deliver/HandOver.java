package org.postern.deliver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.postern.base.SysExit;
import org.postern.helperwire.HelperAnswer;
import org.postern.queue.MessageBody;

/// How a message gets to the helper: in the form of its mailer, with a request that says for whom.
final class HandOver {
    /// Makes the request.
    @FunctionalInterface
    interface Wish<R> {
        /// The request for one message.
        ///
        /// @param sender the envelope sender in the form of the mailer
        /// @param size of the whole message in bytes
        /// @throws IllegalArgumentException when an address cannot be said to the helper
        R of(String queueId, String sender, long size);
    }

    /// The helper.
    @FunctionalInterface
    interface Taker<R> {
        /// Takes the message and says what became of it.
        HelperAnswer take(R request, InputStream message);
    }

    private HandOver() {}

    /// Hands a message over and waits for the answer.
    static <R> HelperAnswer of(DeliveryJob job, Wish<R> wish, Taker<R> helper) {
        MailerForm form = job.message().form(job.mailer());
        if (form.temporaryFailure()) {
            return new HelperAnswer.Temporary(
                    SysExit.TEMPORARY_FAILURE, "4.4.3", "address rewriting failed temporarily");
        }
        MessageBody body = job.message().body();
        BodyTreatment treatment = job.message().treatment(job.mailer());
        boolean changes = treatment.changes(form.header());
        R request;
        try {
            long size = changes ? 0 : form.header().length + body.size();
            request = wish.of(job.message().envelope().id().value(), form.sender(), size);
        } catch (IllegalArgumentException _) {
            return new HelperAnswer.Failed(SysExit.USAGE, "5.1.3", "User address required");
        }
        try (InputStream message = changes
                ? new ConvertedMessage(out -> treatment.write(form, body, true, out))
                : new SequenceInputStream(new ByteArrayInputStream(form.header()), new CheckedBody(body))) {
            return helper.take(request, message);
        } catch (IOException e) {
            return new HelperAnswer.Temporary(SysExit.IO_ERROR, "4.3.0", "cannot read the message: " + e.getMessage());
        }
    }
}
