package org.postern.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.postern.base.Ascii;

/// The client's side of one SMTP dialogue that sends messages, fed with the bytes of the replies as they come. The
/// commands of a message go in one piece when the server offers that (RFC 2920), else one by one.
final class LoadDialogue {
    private static final ByteBuffer EHLO = LoadMessage.piece(Ascii.bytes("EHLO load.test\r\n"));
    private static final ByteBuffer QUIT = LoadMessage.piece(Ascii.bytes("QUIT\r\n"));
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int MARK = 3;
    private static final int LINE = 80;

    /// What the server answers next.
    private enum Awaited {
        GREETING,
        EHLO,
        MAIL,
        RCPT,
        DATA,
        CONTENT,
        QUIT,
        NOTHING
    }

    private final LoadWork work;
    private final boolean reuse;
    private final StringBuilder line = new StringBuilder(LINE);
    private Awaited awaited = Awaited.GREETING;
    private boolean pipelining;
    private LoadWork.Share share = LoadWork.Share.NONE;

    /// @param reuse false: it ends after one message
    LoadDialogue(LoadWork work, boolean reuse) {
        this.work = work;
        this.reuse = reuse;
    }

    /// Takes what the server says next.
    ///
    /// @return what is to be sent now, a buffer of the caller's own; mostly empty
    /// @throws IOException when the server says anything that does not take the message
    ByteBuffer take(byte[] bytes, int count) throws IOException {
        ByteBuffer answer = NOTHING;
        for (int i = 0; i < count; i++) {
            if (bytes[i] != '\n') {
                if (line.length() < LINE) {
                    line.append((char) (bytes[i] & 0xff));
                }
                continue;
            }
            if (awaited == Awaited.EHLO) {
                pipelining |= line.indexOf("PIPELINING") == MARK + 1;
            }
            if (line.length() <= MARK || line.charAt(MARK) != '-') {
                answer = next(line.isEmpty() ? ' ' : line.charAt(0));
            }
            line.setLength(0);
        }
        return answer.duplicate();
    }

    /// Whether the server has answered QUIT.
    boolean ended() {
        return awaited == Awaited.NOTHING;
    }

    private ByteBuffer next(char digit) throws IOException {
        char wanted = awaited == Awaited.DATA ? '3' : '2';
        if (digit != wanted) {
            throw new IOException("unexpected reply to " + awaited + ": " + line);
        }
        return switch (awaited) {
            case GREETING -> expect(Awaited.EHLO, EHLO);
            case EHLO -> begin();
            case MAIL ->
                expect(Awaited.RCPT, pipelining ? NOTHING : share.message().rcpt());
            case RCPT ->
                expect(Awaited.DATA, pipelining ? NOTHING : share.message().data());
            case DATA -> expect(Awaited.CONTENT, share.message().content());
            case CONTENT -> {
                work.done(share);
                yield reuse ? begin() : expect(Awaited.QUIT, QUIT);
            }
            case QUIT, NOTHING -> expect(Awaited.NOTHING, NOTHING);
        };
    }

    private ByteBuffer begin() {
        share = work.next();
        if (share.number() < 0) {
            return expect(Awaited.QUIT, QUIT);
        }
        return expect(
                Awaited.MAIL,
                pipelining ? share.message().together() : share.message().mail());
    }

    private ByteBuffer expect(Awaited what, ByteBuffer sent) {
        awaited = what;
        return sent;
    }
}
