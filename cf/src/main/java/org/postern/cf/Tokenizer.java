package org.postern.cf;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.postern.base.Ascii;

/// Cuts text into tokens and repairs what is unbalanced, as sendmail's prescan does (sendmail op guide §5.1).
///
/// The cutting is a small automaton: its states are the character types of [CharTypes]; a step may end the token
/// before the character (a break) and may drop the character. Quotes end a token on both sides, white space ends a
/// token and is dropped, operators stand alone. A backslash takes the meaning of the next character, both stay.
/// Unbalanced quotes, brackets and comments are closed, with a message.
final class Tokenizer {
    /// The longest token in bytes.
    static final int MAX_TOKEN = 256;
    /// Tokens in one vector at most.
    static final int MAX_TOKENS = 1000;
    /// Bytes of all tokens with one more for each.
    static final int MAX_BYTES = 1256;

    /// How much of [#MAX_BYTES] must stay free.
    private static final int RESERVE = 5;

    private static final char NOTHING = '\uFFFF';
    private static final char END = '\uFFFE';

    private static final int BREAK = 040;
    private static final int DROP = 020;
    private static final int STATE = 017;
    private static final int DELIMITED = 0100;

    /// Old state, then type of the character: new state and what happens.
    private static final int[][] STEPS = {
        // operator, atom, quote, space, takes-next
        {BREAK, 1 | BREAK, 2 | BREAK, 3 | BREAK | DROP, 4 | BREAK},
        {BREAK, 1, 2 | BREAK, 3 | BREAK | DROP, 4 | BREAK},
        {2, 2, 0, 2, 2},
        {0, 1, 2, 3 | DROP, 4},
        {0, 0, 0, 0, 0},
    };

    /// @param tokens empty when nothing could be made of the text
    /// @param problems sendmail's messages with their codes: `553 Unbalanced '<'`
    /// @param end where reading stopped: behind the delimiter, or at the end of the text
    /// @param read the tokens before anything went wrong
    /// @param places how many tokens were read before each problem
    record Result(Tokens tokens, List<String> problems, int end, List<Token> read, List<Integer> places) {
        /// Tells a trace what was read, each problem where it was met.
        void tell(RewriteTrace trace, Consumer<String> problem) {
            if (!trace.listens()) {
                problems.forEach(problem);
                return;
            }
            int told = 0;
            for (int i = 0; i < problems.size(); i++) {
                for (; told < places.get(i); told++) {
                    trace.token(read.get(told).text());
                }
                problem.accept(problems.get(i));
            }
            for (; told < read.size(); told++) {
                trace.token(read.get(told).text());
            }
            trace.scanned(tokens);
        }
    }

    private final String text;
    private final char delimiter;
    private final CharTypes types;
    private final boolean dropComments;
    private final boolean repair;
    private final List<Token> tokens = new ArrayList<>(24);
    private final List<String> problems = new ArrayList<>(0);
    private final List<Integer> places = new ArrayList<>(0);
    private final StringBuilder token = new StringBuilder(32);
    private int position;
    private int bytes;
    private int state = CharTypes.ATOM;
    private char held = NOTHING;
    private boolean escaped;
    private boolean route;
    private boolean failed;
    private int comment;
    private int angle;

    private Tokenizer(String text, int start, char delimiter, CharTypes types, CharTypes.Comments comments) {
        this.text = text;
        this.position = start;
        this.delimiter = delimiter;
        this.types = types;
        this.dropComments = comments == CharTypes.Comments.DROPPED;
        this.repair = comments != CharTypes.Comments.KEPT_UNREPAIRED;
    }

    /// Cuts a text.
    ///
    /// @param start where to begin
    /// @param delimiter ends the text outside quotes, comments and brackets; 0 for none
    static Result scan(String text, int start, char delimiter, CharTypes types, CharTypes.Comments comments) {
        return new Tokenizer(text, start, delimiter, types, comments).run();
    }

    /// Cuts a whole text without delimiter; problems are forgotten.
    static Tokens tokens(String text, CharTypes types, CharTypes.Comments comments) {
        return scan(text, 0, '\0', types, comments).tokens();
    }

    private Result run() {
        boolean more = true;
        while (more && !failed) {
            token.setLength(0);
            more = readToken();
            if (!failed && !token.isEmpty()) {
                addToken();
            }
        }
        Tokens result = failed ? Tokens.NONE : Tokens.of(tokens);
        return new Result(result, problems, Math.min(position, text.length()), tokens, places);
    }

    private void problem(String message) {
        problems.add(message);
        places.add(tokens.size());
    }

    /// Reads up to a break into [#token]; false at the end of the text.
    private boolean readToken() {
        while (true) {
            if (held != NOTHING && !escaped) {
                if (tooLong()) {
                    return false;
                }
                token.append(held);
            }
            char c = next();
            if (c == END) {
                return false;
            }
            if (Code.isCode(c) && state != CharTypes.QUOTE && comment == 0) {
                readCode(c);
                return true;
            }
            if (c == delimiter && comment == 0 && state != CharTypes.QUOTE) {
                if (angle == 0) {
                    return false;
                }
                if (delimiter == ',' && !route && repair) {
                    problem("553 Unbalanced '<'");
                    c = '>';
                    position--;
                }
            }
            int step = take(c);
            if ((step & DELIMITED) != 0) {
                return false;
            }
            if ((step & BREAK) != 0) {
                return true;
            }
        }
    }

    /// The next character; what is missing at the end of the text is made up.
    private char next() {
        if (position < text.length()) {
            return text.charAt(position++);
        }
        if (!repair) {
            return END;
        }
        if (state == CharTypes.QUOTE) {
            problem("553 Unbalanced '\"'");
            return '"';
        }
        if (comment > 0) {
            problem("553 Unbalanced '('");
            return ')';
        }
        if (angle > 0) {
            problem("553 Unbalanced '<'");
            return '>';
        }
        return END;
    }

    /// An operator code is a token of its own, together with its name.
    private void readCode(char code) {
        held = NOTHING;
        escaped = false;
        if (!token.isEmpty()) {
            position--;
            return;
        }
        token.append(code);
        if (Code.hasName(code)) {
            int end = Code.nameEnd(text, position);
            token.append(text, position, end);
            position = end;
        }
        state = CharTypes.OPERATOR;
    }

    /// Handles one character: [#held] becomes what is to be stored next, and the automaton steps.
    private int take(char raw) {
        if (escaped) {
            escaped = false;
            if (comment > 0) {
                held = NOTHING;
                return 0;
            }
            if (raw != '!' || state == CharTypes.QUOTE) {
                token.append('\\');
                held = raw;
                return 0;
            }
        }
        char c = raw;
        if (c == '\\') {
            escaped = true;
        } else if (state != CharTypes.QUOTE) {
            c = structure(c);
        }
        held = c;
        if (c == NOTHING) {
            return 0;
        }
        if (c == delimiter && angle == 0 && state != CharTypes.QUOTE) {
            held = NOTHING;
            return DELIMITED;
        }
        int step = STEPS[state][dropComments && c == Code.META_QUOTE ? CharTypes.ATOM : types.type(c)];
        state = step & STATE;
        if ((step & DROP) != 0) {
            held = NOTHING;
        }
        return step & BREAK;
    }

    /// Comments and angle brackets: the character to go on with, or [#NOTHING].
    private char structure(char c) {
        if (c == '(' && dropComments) {
            comment++;
            return NOTHING;
        }
        if (c == ')' && dropComments) {
            if (comment == 0) {
                problem("553 Unbalanced ')'");
                return NOTHING;
            }
            comment--;
            return ' ';
        }
        if (comment > 0) {
            return NOTHING;
        }
        if (c == '<') {
            angle++;
            openRoute();
        } else if (c == '>') {
            route = false;
            if (angle > 0) {
                angle--;
            } else if (repair) {
                problem("553 Unbalanced '>'");
                return NOTHING;
            }
        } else if (delimiter == ' ' && Ascii.isSpace(c)) {
            return ' ';
        }
        return c;
    }

    /// `<@a,@b:user@host>`: commas inside belong to the address.
    private void openRoute() {
        int ahead = position;
        while (ahead < text.length() && Ascii.isSpace(text.charAt(ahead))) {
            ahead++;
        }
        if (ahead < text.length() && text.charAt(ahead) == '@') {
            route = true;
        }
    }

    private boolean tooLong() {
        if (bytes + token.length() < MAX_BYTES - RESERVE) {
            return false;
        }
        problem("553 5.1.1 Address too long");
        failed = true;
        return true;
    }

    private void addToken() {
        if (tooLong()) {
            return;
        }
        if (tokens.size() >= MAX_TOKENS) {
            problem("553 5.1.0 prescan: too many tokens");
            failed = true;
        } else if (token.length() > MAX_TOKEN) {
            problem("553 5.1.0 prescan: token too long");
            failed = true;
        } else {
            bytes += token.length() + 1;
            tokens.add(Token.of(token.toString(), kind(token.charAt(0))));
        }
    }

    private Token.Kind kind(char first) {
        if (Code.isCode(first)) {
            return Token.Kind.CODE;
        }
        return switch (types.type(first)) {
            case CharTypes.ATOM -> Token.Kind.ATOM;
            case CharTypes.QUOTE -> Token.Kind.QUOTED;
            default -> Token.Kind.OPERATOR;
        };
    }
}
