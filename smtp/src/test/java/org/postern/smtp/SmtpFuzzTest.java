package org.postern.smtp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.postern.base.Ascii;

/// Fuzz targets for everything that reads bytes of a peer. In the normal build they run over the recorded inputs
/// only.
class SmtpFuzzTest {
    @FuzzTest
    void commandLines(byte[] data) {
        ParsedCommand parsed = CommandParser.parse(Ascii.text(data));
        if (parsed instanceof ParsedCommand.Good(SmtpCommand command)) {
            ParsedCommand again = CommandParser.parse(encodable(command));
            if (!(again instanceof ParsedCommand.Good(SmtpCommand same)) || same.verb() != command.verb()) {
                throw new AssertionError(command + " became " + again);
            }
        }
    }

    /// A parsed command may hold a CR, which the client side refuses to send.
    private static String encodable(SmtpCommand command) {
        try {
            return command.encode();
        } catch (IllegalArgumentException e) {
            return command.verb() + command.argument();
        }
    }

    @FuzzTest
    void dataInPieces(byte[] data) {
        byte[] whole = Arrays.copyOf(data, data.length + 5);
        System.arraycopy(Ascii.bytes("\r\n.\r\n"), 0, whole, data.length, 5);
        String once = read(whole, whole.length);
        if (!once.equals(read(whole, 1)) || !once.equals(read(whole, 3))) {
            throw new AssertionError("the cutting matters");
        }
    }

    private static String read(byte[] bytes, int piece) {
        DataReader reader = new DataReader(true, BareByteRule.REFUSE, BareByteRule.REFUSE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (at < bytes.length && reader.status() == DataReader.Status.MORE) {
            at = reader.read(bytes, at, Math.min(bytes.length, at + piece));
            out.write(reader.output(), 0, reader.outputLength());
        }
        return reader.status() + " " + at + " " + Ascii.text(out.toByteArray());
    }

    @FuzzTest
    void bodiesNeverSmuggle(byte[] data) {
        DataWriter writer = new DataWriter(data.length % 2 == 0 ? 0 : 10);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(data, 0, data.length);
        out.write(writer.output(), 0, writer.outputLength());
        writer.finish();
        out.write(writer.output(), 0, writer.outputLength());
        String wire = Ascii.text(out.toByteArray());
        String bare = wire.replace("\r\n", "");
        boolean early = ("\r\n" + wire).indexOf("\r\n.\r\n") != wire.length() - 3;
        if (bare.indexOf('\r') >= 0 || bare.indexOf('\n') >= 0 || early) {
            throw new AssertionError("smuggled");
        }
    }

    @FuzzTest
    void replies(byte[] data) {
        ReplyParser parser = new ReplyParser(100, 1000);
        int at = 0;
        while (at < data.length && parser.status() != ReplyParser.Status.MALFORMED) {
            at = parser.read(data, at, data.length);
            if (parser.status() == ReplyParser.Status.COMPLETE) {
                String wire = parser.take().encode();
                if (wire.isEmpty()) {
                    throw new AssertionError("an empty reply");
                }
            }
        }
    }

    @FuzzTest
    void wholeSessions(byte[] data) {
        Dialogue dialogue = new Dialogue();
        dialogue.features = dialogue.features.with(ServerFeature.REJECT_EARLY_DATA, false);
        dialogue.open();
        String said = dialogue.raw(Ascii.text(data));
        for (String line : said.split("\r\n", -1)) {
            boolean reply = line.isEmpty() || line.matches("[2-5][0-9][0-9][ -][\t -~]*");
            if (!reply) {
                throw new AssertionError("not a reply: " + line);
            }
        }
    }

    private static final String[] STATES = {
        "",
        "EHLO client.test\r\n",
        "EHLO client.test\r\nMAIL FROM:<a@good.test>\r\n",
        "EHLO client.test\r\nMAIL FROM:<a@good.test>\r\nRCPT TO:<bob@exam.test>\r\n",
        "EHLO client.test\r\nMAIL FROM:<a@good.test>\r\nRCPT TO:<bob@exam.test>\r\nDATA\r\n",
        "EHLO client.test\r\nMAIL FROM:<a@good.test>\r\nRCPT TO:<bob@exam.test>\r\nBDAT 40\r\n"
    };

    /// A session in each of its states gets anything, in pieces: every line that it says is a reply, nothing is
    /// accepted without a recipient, and what it held is given back at its end.
    @FuzzTest(maxDuration = "30m")
    void sessionsInEachState(byte[] data) {
        if (data.length == 0) {
            return;
        }
        Dialogue dialogue = new Dialogue();
        dialogue.features = dialogue.features
                .with(ServerFeature.REJECT_EARLY_DATA, false)
                .with(ServerFeature.SMTPUTF8, data.length % 2 == 0);
        dialogue.memory = new MemoryBudget(100_000);
        dialogue.limits = SessionLimits.DEFAULT.withMaxMessageSize(1000);
        dialogue.open();
        dialogue.raw(STATES[Math.floorMod(data[0], STATES.length)]);
        StringBuilder said = new StringBuilder();
        int at = 1;
        while (at < data.length && !dialogue.closed) {
            int next = Math.min(data.length, at + 1 + Math.floorMod(data[at], 61));
            said.append(dialogue.raw(Ascii.text(Arrays.copyOfRange(data, at, next))));
            at = next;
        }
        if (!dialogue.closed) {
            dialogue.session().inputClosed();
            said.append(dialogue.run());
        }
        requireReplies(said.toString());
        if (dialogue.memory.used() != 0) {
            throw new AssertionError("memory was not given back: " + dialogue.memory.used());
        }
        for (Step.CommitMessage commit : dialogue.committed) {
            if (commit.transaction().recipients().isEmpty() || commit.message().size() > 1000) {
                throw new AssertionError("accepted: " + commit);
            }
        }
    }

    private static void requireReplies(String said) {
        for (String line : said.split("\r\n", -1)) {
            if (!line.isEmpty() && !line.matches("[2-5][0-9][0-9][ -][\t -~]*")) {
                throw new AssertionError("not a reply: " + line);
            }
        }
    }
}
