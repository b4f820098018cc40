package org.postern.deliver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Optional;
import org.postern.base.EventSink;
import org.postern.cf.AddressRules;
import org.postern.cf.Configuration;
import org.postern.cf.Mailer;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;
import org.postern.mail.Envelope;
import org.postern.queue.MessageBody;

/// What becomes of a message that can neither be delivered nor returned: it goes to the file of DeadLetterDrop
/// (sendmail op guide §5.6), where one is named.
final class LastResort {
    private final Configuration configuration;
    private final AddressRules rules;
    private final Optional<DeadLetterFile> file;
    private final EventSink events;

    /// @param file empty when none is named
    LastResort(Configuration configuration, AddressRules rules, Optional<DeadLetterFile> file, EventSink events) {
        this.configuration = configuration;
        this.rules = rules;
        this.file = file;
        this.events = events;
    }

    /// Keeps the message.
    ///
    /// @return false when it is not kept; the log says why
    boolean keep(Envelope envelope, MessageBody body) {
        Optional<Mailer> form = configuration.mailer("*file*");
        if (file.isEmpty() || form.isEmpty()) {
            return false;
        }
        String id = envelope.id().value();
        HelperAnswer answer = keep(new MessageContext(configuration, rules, envelope, body).form(form.get()), id, body);
        if (answer instanceof HelperAnswer.Delivered(String _, String name)) {
            events.accept(new DeadLetterSaved(id, name));
            return true;
        }
        String why = LocalAgent.outcome(answer).statusText();
        events.accept(new DeliveryTrouble(id, "savemail: the file of DeadLetterDrop cannot be used", why));
        return false;
    }

    private HelperAnswer keep(MailerForm form, String id, MessageBody body) {
        try (InputStream header = new ByteArrayInputStream(form.header());
                InputStream content = body.open();
                InputStream message = new SequenceInputStream(header, content)) {
            long size = form.header().length + body.size();
            return file.orElseThrow().keep(new HelperRequest.KeepDeadLetter(id, form.sender(), size), message);
        } catch (IOException e) {
            return new HelperAnswer.Refused("the message cannot be read: " + e.getMessage());
        }
    }
}
