package org.postern.helperwire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.postern.base.Ascii;
import org.postern.base.SysExit;

/// Frames as bytes: a length of four bytes (of what follows it), a type of one byte, the request number of four
/// bytes, and the fields of the type. Numbers are big-endian; texts are a length of two bytes and one byte for each
/// `char`.
final class FrameCodec {
    /// Type and number.
    static final int HEAD = 5;

    /// The longest frame after its length field.
    static final int MAX_FRAME = HEAD + Frame.MAX_DATA;

    private static final int HELLO = 1;
    private static final int DELIVER = 2;
    private static final int PING = 3;
    private static final int DATA = 4;
    private static final int END = 5;
    private static final int ABORT = 6;
    private static final int CREDIT = 7;
    private static final int DELIVERED = 8;
    private static final int FAILED = 9;
    private static final int TEMPORARY = 10;
    private static final int REFUSED = 11;
    private static final int PONG = 12;
    private static final int RUN_MAP = 13;
    private static final int READ_SECRET = 14;
    private static final int PROGRAM_ENDED = 15;
    private static final int SECRET = 16;
    private static final int SHOW_FILE = 17;
    private static final int FILE_COPY = 18;
    private static final int NO_FILE = 19;
    private static final int READ_LIST = 20;
    private static final int DELIVER_TO_MEMBER = 21;
    private static final int LIST_PART = 22;
    private static final int NO_LIST = 23;
    private static final int PROGRAM_FAILED = 24;
    private static final int READ_CLASS = 25;
    private static final int CLASS_PART = 26;
    private static final int RUN_MAILER = 40;
    private static final int TALK_TO_MAILER = 41;
    private static final int OUTPUT = 42;
    private static final int CHECK_PASSWORD = 43;
    private static final int PASSWORD_JUDGED = 44;
    private static final int KEEP_DEAD_LETTER = 45;

    private FrameCodec() {}

    /// The frame with its length field.
    static byte[] encode(Frame frame) {
        int content = frame instanceof Frame.Data(int _, Chunk chunk) ? chunk.length() : 0;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128 + content);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(0);
            write(frame, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] all = bytes.toByteArray();
        int length = all.length - Integer.BYTES;
        for (int i = 0; i < Integer.BYTES; i++) {
            all[i] = (byte) (length >>> (24 - 8 * i));
        }
        return all;
    }

    private static void write(Frame frame, DataOutputStream out) throws IOException {
        switch (frame) {
            case Frame.Hello(int version) -> {
                head(out, HELLO, 0);
                out.writeInt(version);
            }
            case Frame.Begin(int number, HelperRequest request) -> write(number, request, out);
            case Frame.Data(int number, Chunk bytes) -> {
                head(out, DATA, number);
                write(bytes, out);
            }
            case Frame.Output(int number, Chunk bytes) -> {
                head(out, OUTPUT, number);
                write(bytes, out);
            }
            case Frame.End(int number, long total) -> {
                head(out, END, number);
                out.writeLong(total);
            }
            case Frame.Abort(int number) -> head(out, ABORT, number);
            case Frame.Credit(int number, int bytes) -> {
                head(out, CREDIT, number);
                out.writeInt(bytes);
            }
            case Frame.Answer(int number, HelperAnswer answer) -> write(number, answer, out);
        }
    }

    private static void write(Chunk bytes, DataOutputStream out) throws IOException {
        byte[] copy = new byte[bytes.length()];
        bytes.copy(0, copy, 0, copy.length);
        out.write(copy);
    }

    private static Chunk chunk(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.available()];
        in.readFully(bytes);
        return Chunk.of(bytes);
    }

    private static void write(int number, HelperRequest request, DataOutputStream out) throws IOException {
        switch (request) {
            case HelperRequest.DeliverToMailbox(String queueId, String sender, String user, long size) -> {
                head(out, DELIVER, number);
                text(out, queueId);
                text(out, sender);
                text(out, user);
                out.writeLong(size);
            }
            case HelperRequest.KeepDeadLetter(String queueId, String sender, long size) -> {
                head(out, KEEP_DEAD_LETTER, number);
                text(out, queueId);
                text(out, sender);
                out.writeLong(size);
            }
            case HelperRequest.RunMapProgram(String map, String key) -> {
                head(out, RUN_MAP, number);
                text(out, map);
                text(out, key);
            }
            case HelperRequest.ReadMapSecret(String map) -> {
                head(out, READ_SECRET, number);
                text(out, map);
            }
            case HelperRequest.CheckPassword(String user, String realm, String password) -> {
                head(out, CHECK_PASSWORD, number);
                text(out, user);
                text(out, realm);
                text(out, password);
            }
            case HelperRequest.ShowFile(String path) -> {
                head(out, SHOW_FILE, number);
                text(out, path);
            }
            case HelperRequest.Ping() -> head(out, PING, number);
            case HelperRequest.ReadClass(String source, int part) -> {
                head(out, READ_CLASS, number);
                text(out, source);
                out.writeInt(part);
            }
            case HelperRequest.ReadList(ListOrigin origin, int part) -> {
                head(out, READ_LIST, number);
                OriginCodec.write(origin, out);
                out.writeInt(part);
            }
            case HelperRequest.DeliverToMember member -> write(number, member, out);
            case HelperRequest.RunMailer run -> write(number, run, out);
            case HelperRequest.TalkToMailer talk -> {
                head(out, TALK_TO_MAILER, number);
                text(out, talk.queueId());
                text(out, talk.sender());
                text(out, talk.mailer());
                text(out, talk.host());
                text(out, talk.user());
            }
        }
    }

    private static void write(int number, HelperRequest.DeliverToMember member, DataOutputStream out)
            throws IOException {
        head(out, DELIVER_TO_MEMBER, number);
        text(out, member.queueId());
        text(out, member.sender());
        OriginCodec.write(member.origin(), out);
        text(out, member.member());
        out.writeLong(member.size());
    }

    private static void write(int number, HelperRequest.RunMailer run, DataOutputStream out) throws IOException {
        head(out, RUN_MAILER, number);
        text(out, run.queueId());
        text(out, run.sender());
        text(out, run.mailer());
        text(out, run.host());
        out.writeByte(run.users().size());
        for (String user : run.users()) {
            text(out, user);
        }
        out.writeLong(run.size());
    }

    private static HelperRequest.RunMailer runMailer(DataInputStream in) throws IOException {
        String queueId = text(in, WireText.MAX_QUEUE_ID);
        String sender = text(in, WireText.MAX_ADDRESS);
        String mailer = text(in, WireText.MAX_USER);
        String host = text(in, WireText.MAX_ADDRESS);
        int count = in.readUnsignedByte();
        if (count > HelperRequest.RunMailer.MOST_USERS) {
            throw new IllegalArgumentException(count + " users");
        }
        List<String> users = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            users.add(text(in, WireText.MAX_ADDRESS));
        }
        return new HelperRequest.RunMailer(queueId, sender, mailer, host, users, in.readLong());
    }

    private static void write(int number, HelperAnswer answer, DataOutputStream out) throws IOException {
        switch (answer) {
            case HelperAnswer.Delivered(String status, String text) -> {
                head(out, DELIVERED, number);
                text(out, status);
                text(out, text);
            }
            case HelperAnswer.Failed(SysExit exit, String status, String text) ->
                result(out, FAILED, number, exit, status, text);
            case HelperAnswer.Temporary(SysExit exit, String status, String text) ->
                result(out, TEMPORARY, number, exit, status, text);
            case HelperAnswer.Refused(String text) -> {
                head(out, REFUSED, number);
                text(out, text);
            }
            case HelperAnswer.ProgramEnded(int exit, boolean printed, String firstLine) -> {
                head(out, PROGRAM_ENDED, number);
                out.writeByte(exit);
                out.writeBoolean(printed);
                text(out, firstLine);
            }
            case HelperAnswer.Secret(String password) -> {
                head(out, SECRET, number);
                text(out, password);
            }
            case HelperAnswer.PasswordJudged(PasswordState state) -> {
                head(out, PASSWORD_JUDGED, number);
                out.writeByte(state.code());
            }
            case HelperAnswer.OfFile file -> writeFile(number, file, out);
            case HelperAnswer.Pong() -> head(out, PONG, number);
            case HelperAnswer.ListPart part -> {
                head(out, LIST_PART, number);
                text(out, part.text());
                out.writeBoolean(part.more());
                out.writeLong(part.stamp());
                text(out, part.user());
                out.writeInt(part.uid());
                out.writeInt(part.gid());
            }
            case HelperAnswer.NoList() -> head(out, NO_LIST, number);
            case HelperAnswer.ClassPart(String text, boolean more) -> {
                head(out, CLASS_PART, number);
                text(out, text);
                out.writeBoolean(more);
            }
            case HelperAnswer.ProgramFailed failed -> {
                head(out, PROGRAM_FAILED, number);
                out.writeBoolean(failed.temporary());
                text(out, failed.status());
                text(out, failed.text());
                text(out, failed.output());
            }
        }
    }

    private static void writeFile(int number, HelperAnswer.OfFile answer, DataOutputStream out) throws IOException {
        switch (answer) {
            case HelperAnswer.FileCopy(String path) -> {
                head(out, FILE_COPY, number);
                text(out, path);
            }
            case HelperAnswer.NoFile(boolean missing, String reason) -> {
                head(out, NO_FILE, number);
                out.writeBoolean(missing);
                text(out, reason);
            }
        }
    }

    private static void result(DataOutputStream out, int type, int number, SysExit exit, String status, String text)
            throws IOException {
        head(out, type, number);
        out.writeByte(exit.code());
        text(out, status);
        text(out, text);
    }

    private static void head(DataOutputStream out, int type, int number) throws IOException {
        out.writeByte(type);
        out.writeInt(number);
    }

    static void text(DataOutputStream out, String text) throws IOException {
        out.writeShort(text.length());
        out.write(Ascii.bytes(text));
    }

    /// Reads the next frame; blocks until it is there. An error of the stream counts as its end.
    static Reading read(InputStream in) {
        try {
            byte[] prefix = in.readNBytes(Integer.BYTES);
            if (prefix.length == 0) {
                return new Reading.Ended();
            }
            if (prefix.length < Integer.BYTES) {
                return new Reading.Broken("the stream ends within a length");
            }
            int length = 0;
            for (byte b : prefix) {
                length = length << 8 | (b & 0xff);
            }
            if (length < HEAD || length > MAX_FRAME) {
                return new Reading.Broken("a frame of " + Integer.toUnsignedString(length) + " bytes");
            }
            byte[] body = in.readNBytes(length);
            return body.length < length ? new Reading.Broken("the stream ends within a frame") : decode(body);
        } catch (IOException e) {
            return new Reading.Ended();
        }
    }

    /// Reads a frame without its length field.
    static Reading decode(byte[] body) {
        int number = 0;
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
            int type = in.readUnsignedByte();
            number = in.readInt();
            Frame frame = frame(type, number, in);
            return in.available() == 0
                    ? new Reading.Whole(frame)
                    : new Reading.Malformed(number, in.available() + " bytes too many");
        } catch (EOFException e) {
            return new Reading.Malformed(number, "a field is cut off");
        } catch (IOException | IllegalArgumentException e) {
            return new Reading.Malformed(number, String.valueOf(e.getMessage()));
        }
    }

    private static Frame frame(int type, int number, DataInputStream in) throws IOException {
        return switch (type) {
            case HELLO -> {
                if (number != 0) {
                    throw new IllegalArgumentException("hello with a number");
                }
                yield new Frame.Hello(in.readInt());
            }
            case DELIVER ->
                new Frame.Begin(
                        number,
                        new HelperRequest.DeliverToMailbox(
                                text(in, WireText.MAX_QUEUE_ID),
                                text(in, WireText.MAX_ADDRESS),
                                text(in, WireText.MAX_USER),
                                in.readLong()));
            case KEEP_DEAD_LETTER ->
                new Frame.Begin(
                        number,
                        new HelperRequest.KeepDeadLetter(
                                text(in, WireText.MAX_QUEUE_ID), text(in, WireText.MAX_ADDRESS), in.readLong()));
            case RUN_MAP ->
                new Frame.Begin(
                        number,
                        new HelperRequest.RunMapProgram(text(in, WireText.MAX_USER), text(in, WireText.MAX_ADDRESS)));
            case READ_SECRET -> new Frame.Begin(number, new HelperRequest.ReadMapSecret(text(in, WireText.MAX_USER)));
            case PING -> new Frame.Begin(number, new HelperRequest.Ping());
            case DATA -> new Frame.Data(number, chunk(in));
            case OUTPUT -> new Frame.Output(number, chunk(in));
            case END -> new Frame.End(number, in.readLong());
            case ABORT -> new Frame.Abort(number);
            case CREDIT -> new Frame.Credit(number, in.readInt());
            case DELIVERED ->
                new Frame.Answer(number, new HelperAnswer.Delivered(text(in, 16), text(in, WireText.MAX_TEXT)));
            case FAILED ->
                new Frame.Answer(number, new HelperAnswer.Failed(exit(in), text(in, 16), text(in, WireText.MAX_TEXT)));
            case TEMPORARY ->
                new Frame.Answer(
                        number, new HelperAnswer.Temporary(exit(in), text(in, 16), text(in, WireText.MAX_TEXT)));
            case REFUSED -> new Frame.Answer(number, new HelperAnswer.Refused(text(in, WireText.MAX_TEXT)));
            case PROGRAM_ENDED ->
                new Frame.Answer(
                        number,
                        new HelperAnswer.ProgramEnded(in.readUnsignedByte(), flag(in), text(in, WireText.MAX_ADDRESS)));
            case SECRET -> new Frame.Answer(number, new HelperAnswer.Secret(text(in, WireText.MAX_ADDRESS)));
            case PONG -> new Frame.Answer(number, new HelperAnswer.Pong());
            case SHOW_FILE, FILE_COPY, NO_FILE -> fileFrame(type, number, in);
            case CHECK_PASSWORD, PASSWORD_JUDGED -> passwordFrame(type, number, in);
            default -> listFrame(type, number, in);
        };
    }

    /// The frames about passwords of the system.
    private static Frame passwordFrame(int type, int number, DataInputStream in) throws IOException {
        if (type == CHECK_PASSWORD) {
            return new Frame.Begin(
                    number,
                    new HelperRequest.CheckPassword(
                            text(in, WireText.MAX_USER), text(in, WireText.MAX_USER), text(in, WireText.MAX_ADDRESS)));
        }
        return new Frame.Answer(number, new HelperAnswer.PasswordJudged(PasswordState.ofCode(in.readUnsignedByte())));
    }

    /// The frames about files that only root may read.
    private static Frame fileFrame(int type, int number, DataInputStream in) throws IOException {
        return switch (type) {
            case SHOW_FILE -> new Frame.Begin(number, new HelperRequest.ShowFile(text(in, WireText.MAX_ADDRESS)));
            case FILE_COPY -> new Frame.Answer(number, new HelperAnswer.FileCopy(text(in, WireText.MAX_ADDRESS)));
            default -> new Frame.Answer(number, new HelperAnswer.NoFile(flag(in), text(in, WireText.MAX_TEXT)));
        };
    }

    /// The frames about lists, their members, and classes.
    private static Frame listFrame(int type, int number, DataInputStream in) throws IOException {
        return switch (type) {
            case READ_LIST -> new Frame.Begin(number, new HelperRequest.ReadList(OriginCodec.read(in), in.readInt()));
            case DELIVER_TO_MEMBER ->
                new Frame.Begin(
                        number,
                        new HelperRequest.DeliverToMember(
                                text(in, WireText.MAX_QUEUE_ID),
                                text(in, WireText.MAX_ADDRESS),
                                OriginCodec.read(in),
                                text(in, WireText.MAX_ADDRESS),
                                in.readLong()));
            case RUN_MAILER -> new Frame.Begin(number, runMailer(in));
            case TALK_TO_MAILER ->
                new Frame.Begin(
                        number,
                        new HelperRequest.TalkToMailer(
                                text(in, WireText.MAX_QUEUE_ID),
                                text(in, WireText.MAX_ADDRESS),
                                text(in, WireText.MAX_USER),
                                text(in, WireText.MAX_ADDRESS),
                                text(in, WireText.MAX_ADDRESS)));
            case LIST_PART ->
                new Frame.Answer(
                        number,
                        new HelperAnswer.ListPart(
                                text(in, HelperAnswer.ListPart.LONGEST),
                                flag(in),
                                in.readLong(),
                                text(in, WireText.MAX_USER),
                                in.readInt(),
                                in.readInt()));
            case NO_LIST -> new Frame.Answer(number, new HelperAnswer.NoList());
            case READ_CLASS ->
                new Frame.Begin(number, new HelperRequest.ReadClass(text(in, WireText.MAX_ADDRESS), in.readInt()));
            case CLASS_PART ->
                new Frame.Answer(
                        number, new HelperAnswer.ClassPart(text(in, HelperAnswer.ClassPart.LONGEST), flag(in)));
            case PROGRAM_FAILED ->
                new Frame.Answer(
                        number,
                        new HelperAnswer.ProgramFailed(
                                flag(in),
                                text(in, 16),
                                text(in, WireText.MAX_TEXT),
                                text(in, HelperAnswer.ProgramFailed.MOST_OUTPUT)));
            default -> throw new IllegalArgumentException("frame type " + type);
        };
    }

    /// One byte, 0 or 1: another would be written differently than it was read.
    static boolean flag(DataInputStream in) throws IOException {
        int value = in.readUnsignedByte();
        if (value > 1) {
            throw new IllegalArgumentException("a flag of " + value);
        }
        return value == 1;
    }

    static String text(DataInputStream in, int limit) throws IOException {
        int length = in.readUnsignedShort();
        if (length > limit) {
            throw new IllegalArgumentException("a text of " + length + " bytes");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return Ascii.text(bytes);
    }

    private static SysExit exit(DataInputStream in) throws IOException {
        int code = in.readUnsignedByte();
        for (SysExit exit : SysExit.values()) {
            if (exit.code() == code) {
                return exit;
            }
        }
        throw new IllegalArgumentException("exit code " + code);
    }
}
