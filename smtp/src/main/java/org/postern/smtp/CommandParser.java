package org.postern.smtp;

import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.PeerText;

/// Reads command lines as sendmail does: leading white space is skipped, the case of verbs and of `FROM:` and `TO:`
/// does not matter, white space around the colon is allowed, a line ends at the first NUL.
public final class CommandParser {
    private static final int MAX_SIZE_DIGITS = 18;

    private CommandParser() {}

    /// Reads one line.
    ///
    /// @param line without its line end; its length is limited by [LineAccumulator]
    public static ParsedCommand parse(String line) {
        String text = untilNul(line);
        int start = skipSpace(text, 0);
        int end = start;
        while (end < text.length() && !Ascii.isSpace(text.charAt(end))) {
            end++;
        }
        String word = text.substring(start, end);
        Optional<CommandVerb> verb = CommandVerb.of(word);
        if (verb.isEmpty()) {
            return new ParsedCommand.Unknown(PeerText.of(word), PeerText.of(text));
        }
        return parse(verb.get(), text, text.substring(skipSpace(text, end)));
    }

    private static ParsedCommand parse(CommandVerb verb, String line, String argument) {
        PeerText rest = PeerText.of(argument);
        return switch (verb) {
            case HELO -> new ParsedCommand.Good(new SmtpCommand.Helo(rest));
            case EHLO -> new ParsedCommand.Good(new SmtpCommand.Ehlo(rest));
            case LHLO -> new ParsedCommand.Good(new SmtpCommand.Lhlo(rest));
            case MAIL -> path(verb, "FROM", argument);
            case RCPT -> path(verb, "TO", argument);
            case BDAT -> chunk(argument);
            case DATA, RSET, NOOP, QUIT, VERB -> new ParsedCommand.Good(new SmtpCommand.Bare(verb, rest));
            case HELP, VRFY, EXPN, ETRN, STARTTLS -> new ParsedCommand.Good(new SmtpCommand.Asking(verb, rest));
            case AUTH -> auth(argument);
            case SEND, SAML, SOML, TURN ->
                new ParsedCommand.Good(new SmtpCommand.NotImplemented(verb, PeerText.of(line)));
        };
    }

    private static ParsedCommand auth(String argument) {
        int end = 0;
        while (end < argument.length() && !Ascii.isSpace(argument.charAt(end))) {
            end++;
        }
        int initial = skipSpace(argument, end);
        Optional<PeerText> response =
                initial < argument.length() ? Optional.of(PeerText.of(argument.substring(initial))) : Optional.empty();
        return new ParsedCommand.Good(new SmtpCommand.Auth(PeerText.of(argument.substring(0, end)), response));
    }

    /// A size of at most eighteen digits, and `LAST` or nothing.
    private static ParsedCommand chunk(String argument) {
        String[] words = argument.strip().split("[ \\t]+", 3);
        boolean last = words.length == 2 && Ascii.sameIgnoringCase(words[1], "LAST");
        boolean good = (words.length == 1 || last) && !words[0].isEmpty() && words[0].length() <= MAX_SIZE_DIGITS;
        for (int i = 0; good && i < words[0].length(); i++) {
            good = Ascii.isDigit(words[0].charAt(i));
        }
        return good
                ? new ParsedCommand.Good(new SmtpCommand.Chunk(Long.parseLong(words[0]), last))
                : new ParsedCommand.Bad(CommandVerb.BDAT, ReplyTable.BAD_CHUNK);
    }

    private static ParsedCommand path(CommandVerb verb, String keyword, String argument) {
        int end = 0;
        while (end < argument.length() && argument.charAt(end) != ':' && !Ascii.isSpace(argument.charAt(end))) {
            end++;
        }
        int colon = skipSpace(argument, end);
        boolean hasColon = colon < argument.length() && argument.charAt(colon) == ':';
        int start = hasColon ? skipSpace(argument, colon + 1) : argument.length();
        String word = argument.substring(0, end);
        if (start >= argument.length() || !Ascii.sameIgnoringCase(word, keyword)) {
            return new ParsedCommand.Bad(verb, ReplyTable.scanning(PeerText.of(word)));
        }
        int delimiter = addressEnd(argument, start);
        PeerText address = PeerText.of(argument.substring(start, delimiter));
        var parameters = EsmtpParameter.split(argument.substring(delimiter));
        return new ParsedCommand.Good(
                switch (verb) {
                    case MAIL -> new SmtpCommand.Mail(address, parameters);
                    case RCPT -> new SmtpCommand.Rcpt(address, parameters);
                    case HELO,
                            EHLO,
                            LHLO,
                            DATA,
                            BDAT,
                            RSET,
                            NOOP,
                            QUIT,
                            HELP,
                            VRFY,
                            EXPN,
                            ETRN,
                            VERB,
                            AUTH,
                            STARTTLS,
                            SEND,
                            SAML,
                            SOML,
                            TURN -> throw new IllegalStateException("no path in " + verb);
                });
    }

    /// The address ends at the first blank outside quotes, comments and angle brackets.
    static int addressEnd(String text, int start) {
        boolean quoted = false;
        int angles = 0;
        int comments = 0;
        for (int at = start; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '"' && comments == 0) {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                comments++;
            } else if (!quoted && c == ')') {
                comments = Math.max(0, comments - 1);
            } else if (!quoted && comments == 0 && c == '<') {
                angles++;
            } else if (!quoted && comments == 0 && c == '>') {
                angles = Math.max(0, angles - 1);
            } else if (!quoted && c == ' ' && angles == 0 && comments == 0) {
                return at;
            }
        }
        return text.length();
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && Ascii.isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static String untilNul(String line) {
        int nul = line.indexOf('\0');
        return nul < 0 ? line : line.substring(0, nul);
    }
}
