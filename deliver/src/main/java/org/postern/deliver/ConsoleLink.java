package org.postern.deliver;

import java.io.IOException;
import java.time.Duration;
import org.postern.helperwire.MailerTalk;

/// A conversation with whoever sits at the standard input and output of a command (`P=[LPC]`); it can go on with the
/// next message.
///
/// One line is read at a time: a script may have said its answers before it was asked, and each of them belongs to the
/// question that comes first then.
final class ConsoleLink implements Link {
    private final ProgramLink talk;
    private byte[] waiting = new byte[0];
    private int from;
    private int to;

    ConsoleLink(MailerTalk talk) {
        this.talk = new ProgramLink(talk);
    }

    @Override
    public int read(byte[] bytes, Duration patience) throws IOException {
        if (from == to) {
            waiting = new byte[bytes.length];
            int count = talk.read(waiting, patience);
            if (count < 0) {
                return -1;
            }
            from = 0;
            to = count;
        }
        int end = from;
        int last = Math.min(to, from + bytes.length);
        while (end < last && (end == from || waiting[end - 1] != '\n')) {
            end++;
        }
        int length = end - from;
        System.arraycopy(waiting, from, bytes, 0, length);
        from = end;
        return length;
    }

    @Override
    public void write(byte[] bytes, int length) throws IOException {
        talk.write(bytes, length);
    }

    @Override
    public void sayGoodbye() {
        talk.sayGoodbye();
    }

    @Override
    public void close() {
        talk.close();
    }
}
