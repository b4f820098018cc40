package org.postern.smtp;

import java.util.Optional;
import org.postern.mail.BodyType;
import org.postern.mail.HeaderParser;
import org.postern.mail.QueueId;

/// Takes in one message after DATA or in chunks: strict line ends, header apart from body, all limits, then
/// policy and commit.
///
/// A message that is already known to be refused is read to its end and forgotten, so that the dialogue stays in
/// step. The bytes of a chunk that is refused are skipped for the same reason (RFC 3030 §2).
final class MessageIntake {
    private final SessionState state;
    private static final long NO_CHUNK = -1;
    private static final String DISCARDED = "discarded";

    private Optional<BodyReader> reader = Optional.empty();
    private HeaderParser header = new HeaderParser(1);
    private long headerBytes;
    private long bodyBytes;
    private Optional<Reply> failure = Optional.empty();
    private boolean endDue;
    /// The transaction that the chunks so far belong to, so that a reset drops them with it.
    private Optional<QueueId> chunked = Optional.empty();
    private long chunkLeft = NO_CHUNK;
    private long chunkSize;
    private boolean lastChunk;
    private Optional<Reply> skippedFor = Optional.empty();

    MessageIntake(SessionState state) {
        this.state = state;
        state.measure(() -> headerBytes + bodyBytes);
    }

    /// True while bytes are parts of a message and not commands.
    boolean active() {
        return chunkLeft >= 0 || (chunked.isEmpty() && reader.isPresent());
    }

    void start() {
        begin(new DataReader(state.features()));
        chunked = Optional.empty();
        state.say(ReplyTable.START_DATA);
    }

    private void begin(BodyReader body) {
        reader = Optional.of(body);
        header = new HeaderParser(state.settings().limits().maxHeaderBytes());
        headerBytes = 0;
        bodyBytes = 0;
        failure = Optional.empty();
        endDue = false;
    }

    /// True when a part of the message has come in chunks.
    boolean inChunks() {
        return chunked.isPresent() && chunked.equals(state.transaction().map(Transaction::id));
    }

    /// So many bytes of the message follow.
    void startChunk(long size, boolean last) {
        if (!inChunks()) {
            begin(new ChunkReader(state.features().bareLf(), state.features().bareCr()));
            chunked = state.transaction().map(Transaction::id);
        }
        expectChunk(size, last);
        skippedFor = Optional.empty();
    }

    /// So many bytes follow that nobody wants.
    void skipChunk(long size, Reply reply) {
        expectChunk(size, false);
        skippedFor = Optional.of(reply);
    }

    private void expectChunk(long size, boolean last) {
        chunkLeft = size;
        chunkSize = size;
        lastChunk = last;
        endDue = size == 0;
    }

    /// The message cannot be stored; this is the answer at its end.
    void fail(Reply reply) {
        if (failure.isEmpty()) {
            failure = Optional.of(reply);
        }
    }

    int read(byte[] input, int at, int end) {
        return chunkLeft >= 0 ? readChunk(input, at, end) : readData(input, at, end);
    }

    private int readChunk(byte[] input, int at, int end) {
        int stop = (int) Math.min(end, at + chunkLeft);
        int next = skippedFor.isPresent() ? stop : readData(input, at, stop);
        if (chunkLeft >= 0) {
            chunkLeft -= next - at;
            endDue = chunkLeft == 0;
        }
        return next;
    }

    private int readData(byte[] input, int at, int end) {
        BodyReader data = reader.orElseThrow();
        int next = data.read(input, at, end);
        look(data);
        return next;
    }

    private void look(BodyReader data) {
        take(data.output(), data.outputLength());
        switch (data.status()) {
            case MORE -> {}
            case END -> {
                endDue = true;
                header.end();
                takeBodyStart();
            }
            case BARE_LF -> refuse(ReplyTable.BARE_LF, "Bare linefeed (LF) not allowed");
            case BARE_CR -> refuse(ReplyTable.BARE_CR, "Bare carriage return (CR) not allowed");
        }
    }

    /// As sendmail: BODY=7BIT means it, and SevenBitInput is for all that is not said to be 8-bit.
    private boolean dropsEighthBit() {
        BodyType body = state.transaction()
                .map(Transaction::parameters)
                .map(MailParameters::body)
                .orElse(BodyType.UNSTATED);
        return switch (body) {
            case SEVEN_BIT -> true;
            case EIGHT_BIT_MIME -> false;
            case UNSTATED -> state.settings().is(SessionSettings.Mode.SEVEN_BIT_INPUT);
        };
    }

    private void take(byte[] bytes, int length) {
        if (dropsEighthBit()) {
            for (int i = 0; i < length; i++) {
                bytes[i] &= 0x7f;
            }
        }
        int bodyStart = 0;
        if (!header.finished()) {
            if (length > 0 && failure.isEmpty() && !state.reserve(2L * length)) {
                failure = Optional.of(ReplyTable.NO_MEMORY);
                header = new HeaderParser(1);
            }
            bodyStart = header.feed(bytes, 0, length);
            headerBytes += bodyStart;
            if (header.finished()) {
                takeBodyStart();
            }
        }
        body(bytes, bodyStart, length - bodyStart);
    }

    /// A line that ended the header without belonging to it is the first of the body.
    private void takeBodyStart() {
        byte[] begun = header.bodyStart();
        if (begun.length > 0 && bodyBytes == 0) {
            headerBytes -= begun.length;
            body(begun, 0, begun.length);
        }
    }

    private void body(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return;
        }
        bodyBytes += length;
        long limit = state.settings().limits().maxMessageSize();
        boolean tooBig = limit > 0 && headerBytes + bodyBytes > limit;
        boolean wanted = failure.isEmpty() && !tooBig && !header.tooLarge() && !discarded();
        if (wanted) {
            state.add(new Step.Body(bytes, offset, length));
        }
    }

    private boolean discarded() {
        return state.transaction().map(Transaction::discarded).orElse(false);
    }

    /// True when the last byte has come. The decision waits until all of the body was handed over: storing any
    /// piece of it may still fail.
    boolean endIsDue() {
        return endDue;
    }

    /// A chunk or the whole message has come.
    void finish() {
        endDue = false;
        if (chunkLeft < 0) {
            finishMessage();
            return;
        }
        chunkLeft = NO_CHUNK;
        if (skippedFor.isPresent()) {
            state.say(skippedFor.get());
            skippedFor = Optional.empty();
        } else if (lastChunk) {
            finishChunks();
        } else {
            endChunk();
        }
    }

    /// A chunk that brought the message over a limit ends the transaction: those that follow are skipped.
    private void endChunk() {
        Optional<Reply> refused = failure.or(this::refusedByLimits);
        refused.ifPresentOrElse(this::end, () -> state.say(ReplyTable.chunkTaken(chunkSize)));
    }

    private Optional<Reply> refusedByLimits() {
        return refusedByLimits(message(reader.orElseThrow()));
    }

    private void finishChunks() {
        if (reader.orElseThrow() instanceof ChunkReader chunks) {
            chunks.finish();
            look(chunks);
            // What was held back until now must be stored before the decision.
        }
    }

    private ReceivedMessage message(BodyReader data) {
        return new ReceivedMessage(
                header.fields(),
                headerBytes,
                bodyBytes,
                data.eightBit() && !dropsEighthBit(),
                data.nul(),
                header.unixFrom());
    }

    /// Decides what becomes of the message.
    private void finishMessage() {
        BodyReader data = reader.orElseThrow();
        reader = Optional.empty();
        chunked = Optional.empty();
        ReceivedMessage message = message(data);
        Optional<Reply> refused = failure.or(() -> refusedByLimits(message));
        if (refused.isPresent()) {
            end(refused.get(), message, sizeRemark(message));
        } else {
            decide(message);
        }
    }

    private Optional<SessionNotice> sizeRemark(ReceivedMessage message) {
        long limit = state.settings().limits().maxMessageSize();
        return limit > 0 && message.size() > limit
                ? Optional.of(state.remark(
                        SessionNotice.Kind.SIZE,
                        "message size (" + message.size() + ") exceeds maximum (" + limit + ")"))
                : Optional.empty();
    }

    private Optional<Reply> refusedByLimits(ReceivedMessage message) {
        SessionLimits limits = state.settings().limits();
        if (header.tooLarge()) {
            state.notice(
                    SessionNotice.Kind.HEADER_SIZE,
                    "headers too large (" + limits.maxHeaderBytes() + " max) from "
                            + state.client().shortName() + " during message collect");
            return Optional.of(ReplyTable.headersTooLarge(limits.maxHeaderBytes()));
        }
        if (limits.maxMessageSize() > 0 && message.size() > limits.maxMessageSize()) {
            return Optional.of(ReplyTable.messageTooBig(limits.maxMessageSize()));
        }
        if (message.nul() && state.settings().is(SessionSettings.Mode.REJECT_NUL)) {
            return Optional.of(ReplyTable.NUL_BYTE);
        }
        Transaction open = state.transaction().orElseThrow();
        boolean undeclared = message.eightBit() && open.parameters().body() != BodyType.EIGHT_BIT_MIME;
        if (undeclared && state.settings().is(SessionSettings.Mode.EIGHT_BIT_STRICT)) {
            return Optional.of(ReplyTable.EIGHT_BIT);
        }
        return Optional.empty();
    }

    private void decide(ReceivedMessage message) {
        Transaction open = state.transaction().orElseThrow();
        Verdict verdict =
                open.discarded() ? Verdict.accept() : state.policy().endOfMessage(state.view(), open, message);
        switch (verdict) {
            case Verdict.Accept() -> commit(open, message);
            case Verdict.AcceptWith(Reply _) -> commit(open, message);
            case Verdict.Quarantine(String reason) -> commit(open.quarantined(reason), message);
            case Verdict.Discard() -> commit(open.discarding(), message);
            case Verdict.Refuse(Reply reply) -> end(reply, message, Optional.empty());
            case Verdict.Abort(Reply reply) -> {
                end(reply, message, Optional.empty());
                state.close();
            }
        }
    }

    private void commit(Transaction complete, ReceivedMessage message) {
        if (complete.discarded()) {
            state.dropMessage(message, Optional.empty(), DISCARDED);
            ended(complete, ReplyTable.accepted(complete.id().value()));
            return;
        }
        state.replace(complete);
        state.add(new Step.CommitMessage(state.view(), complete, message));
    }

    void committed() {
        Transaction done = state.transaction().orElseThrow();
        state.endTransaction();
        forgetSizes();
        answer(done, ReplyTable.accepted(done.id().value()));
    }

    void notCommitted(Reply reply) {
        end(reply);
    }

    private void end(Reply reply) {
        Transaction done = state.transaction().orElseThrow();
        state.dropTransaction();
        ended(done, reply);
    }

    /// The same for a whole message.
    private void end(Reply reply, ReceivedMessage message, Optional<SessionNotice> remark) {
        Transaction done = state.transaction().orElseThrow();
        state.dropMessage(message, remark, String.join(" ", reply.lines()));
        ended(done, reply);
    }

    private void ended(Transaction done, Reply reply) {
        chunked = Optional.empty();
        reader = Optional.empty();
        forgetSizes();
        answer(done, reply);
    }

    private void forgetSizes() {
        headerBytes = 0;
        bodyBytes = 0;
    }

    /// LMTP answers once for each recipient (RFC 2033 §4.2).
    private void answer(Transaction done, Reply reply) {
        int times = state.settings().is(SessionSettings.Mode.LMTP)
                ? done.recipients().size()
                : 1;
        for (int i = 0; i < times; i++) {
            state.say(reply);
        }
    }

    private void refuse(Reply reply, String info) {
        collect(info + ", where=" + (header.finished() ? "body" : "header") + ", status=tempfail");
        forget();
        state.abort(reply);
    }

    void lost() {
        state.notice(SessionNotice.Kind.PREMATURE_END, "collect: premature EOM: unexpected close");
        collect("unexpected close");
        forget();
    }

    void timedOut() {
        collect("read timeout");
        forget();
        String sender =
                state.transaction().map(open -> Reply.shown(open.sender())).orElse("<>");
        state.say(Reply.of(
                "421 4.4.1 collect: relay=" + state.client().shortName() + ", from=" + sender + ", info=read timeout"));
    }

    private void forget() {
        reader = Optional.empty();
        chunked = Optional.empty();
        chunkLeft = NO_CHUNK;
        endDue = false;
    }

    private void collect(String info) {
        String sender = state.transaction().map(open -> open.sender().forLog()).orElse("<>");
        state.notice(
                SessionNotice.Kind.COLLECT,
                "collect: relay=" + state.client().shortName() + ", from=" + sender + ", info=" + info);
    }
}
