package org.postern.programs.users;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.programs.sendmail.KeptBody;

/// mail.local's side of LMTP on standard input and output (RFC 2033), in its words and with its strictness.
///
/// The domain of a recipient counts for nothing, and neither does what stands behind a `+`.
final class LocalMailSession {
    private static final int LONGEST_LINE = 4096;
    private static final int MOST_RECIPIENTS = 10_000;
    private static final String UNCLEAR = "500 5.5.2 Syntax error";
    private static final String PARAMETERS = "501 5.5.4 Syntax error in parameters";

    private final InputStream input;
    private final OutputStream output;
    private final MailboxStore store;
    private final String host;
    private final boolean eightBit;
    private final List<String> recipients = new ArrayList<>();
    private Optional<String> sender = Optional.empty();
    private boolean greeted;

    /// @param host the name in greetings
    /// @param eightBit true when 8BITMIME is offered
    LocalMailSession(InputStream input, OutputStream output, MailboxStore store, String host, boolean eightBit) {
        this.input = new BufferedInputStream(input);
        this.output = output;
        this.store = store;
        this.host = host;
        this.eightBit = eightBit;
    }

    /// Serves to the end of the input or QUIT.
    ///
    /// @throws IOException when the input ends in the middle of a message; nobody has it then
    void run() throws IOException {
        say("220 " + host + " LMTP ready");
        for (Optional<String> line = line(); line.isPresent(); line = line()) {
            String command = Ascii.lower(line.get());
            if (command.equals("quit")) {
                say("221 2.0.0 Bye");
                return;
            }
            obey(command, line.get());
        }
    }

    private void obey(String command, String line) throws IOException {
        if (command.equals("data")) {
            data();
        } else if (command.startsWith("mail from:")) {
            mail(line.substring("mail from:".length()));
        } else if (command.startsWith("rcpt to:")) {
            recipient(line.substring("rcpt to:".length()));
        } else if (command.startsWith("lhlo ")) {
            greet();
        } else if (command.equals("rset")) {
            reset();
            say("250 2.0.0 Ok");
        } else if (command.equals("noop")) {
            say("250 2.0.0 Ok");
        } else if (command.startsWith("vrfy ")) {
            say("252 2.3.3 Try RCPT to attempt delivery");
        } else {
            say(UNCLEAR);
        }
    }

    private void greet() throws IOException {
        if (greeted) {
            say("503 " + host + " Duplicate LHLO");
            return;
        }
        greeted = true;
        say("250-" + host);
        if (eightBit) {
            say("250-8BITMIME");
        }
        say("250-ENHANCEDSTATUSCODES");
        say("250 PIPELINING");
    }

    private void mail(String argument) throws IOException {
        if (sender.isPresent()) {
            say("503 5.5.1 Nested MAIL command");
            return;
        }
        sender = path(argument);
        say(sender.isPresent() ? "250 2.5.0 Ok" : PARAMETERS);
    }

    private void recipient(String argument) throws IOException {
        if (sender.isEmpty()) {
            say("503 5.5.1 Need MAIL command");
            return;
        }
        Optional<String> user = path(argument).map(LocalMailSession::userOf);
        if (user.isEmpty()) {
            say(PARAMETERS);
        } else if (recipients.size() >= MOST_RECIPIENTS) {
            say("452 4.5.3 Too many recipients");
        } else {
            MailboxStore.Outcome found = store.find(user.get());
            if (found.good()) {
                recipients.add(user.get());
            }
            say(found.reply() + " " + found.text());
        }
    }

    /// What stands between angle brackets; empty when there are none, or something is glued to the second.
    private static Optional<String> path(String argument) {
        int close = argument.lastIndexOf('>');
        boolean good = argument.startsWith("<")
                && close > 0
                && (close + 1 == argument.length() || argument.charAt(close + 1) == ' ')
                && argument.chars().noneMatch(c -> c < ' ' || c == 127);
        return good ? Optional.of(argument.substring(1, close)) : Optional.empty();
    }

    /// The user of an address: without a route, without the domain, without the detail.
    private static String userOf(String address) {
        String rest = address.startsWith("@") ? address.substring(address.indexOf(':') + 1) : address;
        int end = rest.length();
        for (char mark : new char[] {'@', '+'}) {
            int at = rest.indexOf(mark);
            end = at < 0 ? end : Math.min(end, at);
        }
        return rest.substring(0, end);
    }

    private void data() throws IOException {
        if (sender.isEmpty() || recipients.isEmpty()) {
            say("503 5.5.1 No recipients");
            return;
        }
        say("354 Go ahead");
        try (KeptBody message = MailboxStore.keep(new DottedText(input))) {
            for (String user : recipients) {
                MailboxStore.Outcome outcome = store.deliver(sender.get(), user, message);
                say(outcome.reply() + " " + outcome.text());
            }
        }
        reset();
    }

    private void reset() {
        sender = Optional.empty();
        recipients.clear();
    }

    private void say(String line) throws IOException {
        output.write(Ascii.bytes(line + "\r\n"));
        output.flush();
    }

    /// A command without its end; a longer one than any counts as unclear.
    private Optional<String> line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = input.read(); c >= 0; c = input.read()) {
            if (c == '\n') {
                String text = Ascii.text(line.toByteArray());
                return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
            }
            if (line.size() <= LONGEST_LINE) {
                line.write(c);
            }
        }
        return Optional.empty();
    }

    /// A message with dots doubled, up to the line that is a dot; its lines end with LF.
    private static final class DottedText extends InputStream {
        private final InputStream from;
        private boolean atStart = true;
        private int pending = -1;
        private boolean ended;

        DottedText(InputStream from) {
            this.from = from;
        }

        @Override
        public int read() throws IOException {
            if (pending >= 0) {
                int held = pending;
                pending = -1;
                return emit(held);
            }
            if (ended) {
                return -1;
            }
            int c = next();
            if (atStart && c == '.') {
                atStart = false;
                c = next();
                if (c == '\r') {
                    int after = next();
                    if (after == '\n') {
                        ended = true;
                        return -1;
                    }
                    pending = after;
                    return emit('\r');
                }
                if (c == '\n') {
                    ended = true;
                    return -1;
                }
            }
            if (c == '\r') {
                int after = next();
                if (after == '\n') {
                    return emit('\n');
                }
                pending = after;
            }
            return emit(c);
        }

        private int emit(int c) {
            atStart = c == '\n';
            return c;
        }

        private int next() throws IOException {
            int c = from.read();
            if (c < 0) {
                throw new EOFException("the input ends in the middle of a message");
            }
            return c;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = 0;
            while (count < length) {
                int c = read();
                if (c < 0) {
                    return count == 0 ? -1 : count;
                }
                target[offset + count++] = (byte) c;
                if (c == '\n' && count >= length / 2) {
                    break;
                }
            }
            return count;
        }
    }
}
