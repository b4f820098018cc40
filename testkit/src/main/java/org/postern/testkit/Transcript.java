package org.postern.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A recorded dialogue between an SMTP client and server: one format for session logic in memory, a running daemon
/// and the real sendmail.
///
/// Each line of the text is one step:
///
/// | line | meaning |
/// |---|---|
/// | `# text` | comment; as the first line the title; also an empty line |
/// | `C: text` | the client sends the text and CR LF |
/// | `BYTES text` | the client sends exactly these bytes: `\xNN`, `\r`, `\n`, `\t`, `\\`, anything else as it is |
/// | `REPEAT n text` | the client sends the bytes (as `BYTES`) n times |
/// | `S: text` | the server sends exactly this line; `${name}` stands for a value or pattern of [TranscriptVariables] |
/// | `S~ pattern` | the server sends a line that this regular expression matches wholly |
/// | `S?` | recorder only: one whole reply is to be recorded here |
/// | `CLOSE` | the server closes; nothing comes before |
/// | `HANGUP` | the client closes |
/// | `TLS` | the client starts TLS now (after the reply to STARTTLS, or at once on a port that begins with it) |
/// | `TLS name` | the same with a certificate of [TestCertificates] |
/// | `SASL mechanism user password` | the client sends AUTH and answers every 334; the last reply is the next line.
///   A mechanism that can protect what follows: `DIGEST-MD5:auth-conf` |
///
/// Client lines that follow each other without a server line between are sent in one write: that is pipelining. The
/// format has no times: a server line is awaited until the deadline of the peer.
///
/// @param name for messages, for example `plain/helo`
/// @param lines the steps and comments in order
public record Transcript(String name, List<Line> lines) {
    private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9A-Fa-f]{2}|.?)", Pattern.DOTALL);

    /// One line of a transcript.
    public sealed interface Line {
        /// The line as it stands in the file.
        String source();
    }

    /// Nothing happens.
    public record Comment(String source) implements Line {}

    /// The client sends bytes.
    ///
    /// @param bytes one `char` per byte
    public record Send(String source, String bytes) implements Line {}

    /// The server sends a line, without its CR LF.
    public record Expect(String source, String text) implements Line {}

    /// The server sends a line that matches.
    public record ExpectMatch(String source, String pattern) implements Line {}

    /// A reply that is still to be recorded.
    public record ToRecord(String source) implements Line {}

    /// The server closes.
    public record Close(String source) implements Line {}

    /// The client closes.
    public record HangUp(String source) implements Line {}

    /// The client starts TLS.
    ///
    /// @param certificate the name of the one that the client shows
    public record StartTls(String source, Optional<String> certificate) implements Line {}

    /// The client authenticates.
    ///
    /// @param protection `auth`, `auth-int` or `auth-conf` (RFC 2831 §2.1)
    public record Login(String source, String mechanism, String protection, String user, String password)
            implements Line {}

    public Transcript {
        lines = List.copyOf(lines);
    }

    /// Reads a transcript.
    ///
    /// @throws IllegalArgumentException with name and line number when a line is none of the format, or the last is
    ///     neither `CLOSE` nor `HANGUP`
    public static Transcript parse(String name, String text) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String source : text.stripTrailing().split("\n", -1)) {
            number++;
            try {
                lines.add(line(source));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + ":" + number + ": " + e.getMessage(), e);
            }
        }
        Line last = lines.getLast();
        if (!(last instanceof Close || last instanceof HangUp)) {
            throw new IllegalArgumentException(name + ":" + number + ": the last line must be CLOSE or HANGUP");
        }
        return new Transcript(name, lines);
    }

    /// The transcript as text; `parse` of it gives an equal one.
    public String text() {
        StringBuilder out = new StringBuilder();
        for (Line line : lines) {
            out.append(line.source()).append('\n');
        }
        return out.toString();
    }

    private static Line line(String source) {
        if (source.isEmpty() || source.startsWith("#")) {
            return new Comment(source);
        }
        if (source.startsWith("C:")) {
            return new Send(source, argument(source, 2) + "\r\n");
        }
        if (source.startsWith("S:")) {
            return new Expect(source, argument(source, 2));
        }
        if (source.startsWith("S~")) {
            return new ExpectMatch(source, argument(source, 2));
        }
        if (source.startsWith("BYTES ")) {
            return new Send(source, unescape(source.substring(6)));
        }
        if (source.startsWith("REPEAT ")) {
            return repeat(source);
        }
        if (source.startsWith("TLS ")) {
            return new StartTls(source, Optional.of(source.substring(4)));
        }
        if (source.startsWith("SASL ")) {
            return login(source);
        }
        return switch (source) {
            case "S?" -> new ToRecord(source);
            case "CLOSE" -> new Close(source);
            case "HANGUP" -> new HangUp(source);
            case "TLS" -> new StartTls(source, Optional.empty());
            default -> throw new IllegalArgumentException("unknown line \"" + source + "\"");
        };
    }

    private static Line login(String source) {
        String[] words = source.split(" ", -1);
        if (words.length != 4) {
            throw new IllegalArgumentException("SASL needs mechanism, user and password");
        }
        String[] mechanism = words[1].split(":", 2);
        return new Login(source, mechanism[0], mechanism.length > 1 ? mechanism[1] : "auth", words[2], words[3]);
    }

    private static Line repeat(String source) {
        String[] words = source.split(" ", 3);
        if (words.length < 3 || !words[1].matches("[0-9]{1,7}")) {
            throw new IllegalArgumentException("REPEAT needs a number and bytes");
        }
        return new Send(source, unescape(words[2]).repeat(Integer.parseInt(words[1])));
    }

    private static String argument(String source, int from) {
        if (source.length() == from) {
            return "";
        }
        if (source.charAt(from) != ' ') {
            throw new IllegalArgumentException("a blank must follow " + source.substring(0, from));
        }
        return source.substring(from + 1);
    }

    private static String unescape(String text) {
        Matcher escape = ESCAPE.matcher(text);
        return escape.replaceAll(found -> Matcher.quoteReplacement(String.valueOf(escaped(found.group(1)))));
    }

    private static char escaped(String code) {
        return switch (code) {
            case "r" -> '\r';
            case "n" -> '\n';
            case "t" -> '\t';
            case "\\" -> '\\';
            default -> {
                if (code.length() < 3) {
                    throw new IllegalArgumentException("unknown escape \\" + code);
                }
                yield (char) Integer.parseInt(code.substring(1), 16);
            }
        };
    }
}
