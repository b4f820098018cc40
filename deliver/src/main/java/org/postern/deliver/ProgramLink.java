package org.postern.deliver;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.postern.helperwire.MailerTalk;

/// A conversation with the program of a mailer. It carries one message: the program ends with it.
final class ProgramLink implements Link {
    private final MailerTalk talk;

    ProgramLink(MailerTalk talk) {
        this.talk = talk;
    }

    @Override
    public int read(byte[] bytes, Duration patience) throws IOException {
        int count = talk.read(bytes, patience);
        if (count == 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        return count;
    }

    @Override
    public void write(byte[] bytes, int length) throws IOException {
        talk.write(bytes, length);
    }

    @Override
    public boolean mayBeKept() {
        return false;
    }

    @Override
    public void sayGoodbye() {
        talk.finish();
    }

    @Override
    public void close() {
        talk.close();
    }
}
