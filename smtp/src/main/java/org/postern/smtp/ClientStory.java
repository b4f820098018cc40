package org.postern.smtp;

import java.util.ArrayList;
import java.util.List;

/// What a report about a message should tell of the conversation with a server; a long one is cut off.
final class ClientStory {
    /// The most that is kept of one message's story; a server can refuse any number of recipients in any number of
    /// lines.
    private static final int MOST_REMARKS = 1000;

    private final List<SessionRemark> remarks = new ArrayList<>();
    private String lastCommand = "";
    private String mailCommand = "";

    /// Another message begins.
    void clear() {
        remarks.clear();
    }

    List<SessionRemark> remarks() {
        return List.copyOf(remarks);
    }

    void remark(SessionRemark one) {
        if (remarks.size() < MOST_REMARKS) {
            remarks.add(one);
        }
    }

    /// A command was said.
    ///
    /// @param line as a report may tell it, without secrets
    void said(String line) {
        lastCommand = line.strip();
    }

    /// MAIL will be said.
    void saidMail(String line) {
        mailCommand = line.strip();
    }

    /// Notes an answer that refuses something, behind the command that it answers: of those that were sent at once the
    /// last one, as sendmail does, but never the recipient of another answer.
    ///
    /// @param answered what it answers
    /// @param recipient the command for the recipient that it answers; empty for an answer to another command
    void note(Reply reply, ClientPhase answered, String recipient) {
        if (!reply.temporary() && !reply.permanent()) {
            return;
        }
        if (!lastCommand.isEmpty()) {
            String shown = answered == ClientPhase.MAIL ? mailCommand : lastCommand;
            boolean another = answered == ClientPhase.RCPT && shown.startsWith("RCPT");
            remark(new SessionRemark.Sent(another ? recipient.strip() : shown));
            lastCommand = "";
        }
        for (String line : reply.wireLines()) {
            remark(new SessionRemark.Received(line));
        }
    }
}
