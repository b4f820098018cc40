package org.postern.m4;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.postern.base.Ascii;

/// The expressions of `eval`: 32-bit integers that wrap, C's operators and `**` (GNU m4 manual, "Eval").
///
/// `||` and `&&` forgive a division by zero and the like in an operand that does not count; reading goes on where
/// the error was found, as GNU's does.
final class Evaluator {
    private static final int DEEPEST = 500;

    private enum Token {
        NUMBER,
        OPEN,
        CLOSE,
        OPERATOR,
        BAD_OPERATOR,
        END,
        UNKNOWN
    }

    /// Why an expression has no value.
    private enum Failure {
        DIVIDE_BY_ZERO("divide by zero in eval: ", true),
        MODULO_BY_ZERO("modulo by zero in eval: ", true),
        NEGATIVE_EXPONENT("negative exponent in eval: ", true),
        SYNTAX("bad expression in eval: ", false),
        MISSING_PARENTHESIS("bad expression in eval (missing right parenthesis): ", false),
        BAD_INPUT("bad expression in eval (bad input): ", false),
        EXCESS_INPUT("bad expression in eval (excess input): ", false),
        INVALID_OPERATOR("invalid operator in eval: ", false),
        TOO_DEEP("bad expression in eval (nested too deeply): ", false);

        final String message;
        final boolean forgivable;

        Failure(String message, boolean forgivable) {
            this.message = message;
            this.forgivable = forgivable;
        }
    }

    private final String text;
    private final Messages messages;
    private int position;
    private int tokenStart;
    private Token token = Token.END;
    private String operator = "";
    private int number;
    private int depth;
    private @Nullable Failure failure;

    Evaluator(String text, Messages messages) {
        this.text = text;
        this.messages = messages;
    }

    /// The value; empty after a warning when there is none.
    OptionalInt value() {
        advance();
        int value = binary(1);
        if (failure == null && position < text.length()) {
            advance();
            failure = token == Token.BAD_OPERATOR ? Failure.INVALID_OPERATOR : Failure.EXCESS_INPUT;
            if (token == Token.END) {
                failure = null;
            }
        }
        if (failure == null) {
            return OptionalInt.of(value);
        }
        if (failure == Failure.INVALID_OPERATOR) {
            // GNU m4 counts only this one as an error
            messages.raiseExitCode();
        }
        messages.warn(failure.message + text);
        return OptionalInt.empty();
    }

    private int fail(Failure why) {
        failure = why;
        return 0;
    }

    /// The level of a binary operator, from the loosest; 0 for others.
    private static int level(String operator) {
        return switch (operator) {
            case "||" -> 1;
            case "&&" -> 2;
            case "|" -> 3;
            case "^" -> 4;
            case "&" -> 5;
            case "=", "==", "!=" -> 6;
            case "<", "<=", ">", ">=" -> 7;
            case "<<", ">>" -> 8;
            case "+", "-" -> 9;
            case "*", "/", "%" -> 10;
            case "**" -> 11;
            default -> 0;
        };
    }

    /// An operand with the operators of this level and tighter ones; the token is the first one of it.
    private int binary(int least) {
        int left = unary();
        // where an error was forgiven, an operator can follow that binds tighter than the last one: it is nobody's
        int most = 11;
        while (failure == null) {
            advance();
            if (token == Token.UNKNOWN) {
                return fail(Failure.BAD_INPUT);
            }
            int level = token == Token.OPERATOR ? level(operator) : 0;
            if (level < least || level == 0 || level > most) {
                position = tokenStart;
                return left;
            }
            String applied = operator;
            most = level;
            advance();
            if (token == Token.UNKNOWN) {
                return fail(Failure.BAD_INPUT);
            }
            // ** groups to the right, all others to the left
            int right = deeper(level == 11 ? level : level + 1);
            if (failure != null) {
                if (!failure.forgivable || !decided(applied, left)) {
                    return 0;
                }
                failure = null;
            }
            left = apply(applied, left, right);
        }
        return left;
    }

    private static boolean decided(String operator, int left) {
        return (operator.equals("||") && left != 0) || (operator.equals("&&") && left == 0);
    }

    private int deeper(int level) {
        depth++;
        if (depth > DEEPEST) {
            return fail(Failure.TOO_DEEP);
        }
        int value = level == 0 ? unary() : binary(level);
        depth--;
        return value;
    }

    private int unary() {
        if (token == Token.OPERATOR && "+-~!".contains(operator)) {
            char sign = operator.charAt(0);
            advance();
            if (token == Token.UNKNOWN) {
                return fail(Failure.BAD_INPUT);
            }
            int value = deeper(0);
            return switch (sign) {
                case '-' -> -value;
                case '~' -> ~value;
                case '!' -> value == 0 ? 1 : 0;
                default -> value;
            };
        }
        return switch (token) {
            case NUMBER -> number;
            case OPEN -> parenthesised();
            case BAD_OPERATOR -> fail(Failure.INVALID_OPERATOR);
            case CLOSE, OPERATOR, END, UNKNOWN -> fail(Failure.SYNTAX);
        };
    }

    private int parenthesised() {
        advance();
        if (token == Token.UNKNOWN) {
            return fail(Failure.BAD_INPUT);
        }
        int value = deeper(1);
        if (failure != null) {
            return 0;
        }
        advance();
        if (token == Token.UNKNOWN) {
            return fail(Failure.BAD_INPUT);
        }
        return token == Token.CLOSE ? value : fail(Failure.MISSING_PARENTHESIS);
    }

    private int apply(String operator, int left, int right) {
        return switch (operator) {
            case "||" -> truth(left != 0 || right != 0);
            case "&&" -> truth(left != 0 && right != 0);
            case "|" -> left | right;
            case "^" -> left ^ right;
            case "&" -> left & right;
            case "=" -> {
                messages.warn("Warning: recommend ==, not =, for equality operator");
                yield truth(left == right);
            }
            case "==" -> truth(left == right);
            case "!=" -> truth(left != right);
            case "<" -> truth(left < right);
            case "<=" -> truth(left <= right);
            case ">" -> truth(left > right);
            case ">=" -> truth(left >= right);
            case "<<" -> left << right;
            case ">>" -> left >> right;
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "/" -> right == 0 ? fail(Failure.DIVIDE_BY_ZERO) : left / right;
            case "%" -> right == 0 ? fail(Failure.MODULO_BY_ZERO) : left % right;
            case "**" -> power(left, right);
            default -> throw new IllegalStateException(operator);
        };
    }

    private static int truth(boolean value) {
        return value ? 1 : 0;
    }

    private int power(int base, int exponent) {
        if (exponent < 0) {
            return fail(Failure.NEGATIVE_EXPONENT);
        }
        if (base == 0 && exponent == 0) {
            return fail(Failure.DIVIDE_BY_ZERO);
        }
        int result = 1;
        int square = base;
        for (int left = exponent; left > 0; left >>= 1) {
            if ((left & 1) != 0) {
                result *= square;
            }
            square *= square;
        }
        return result;
    }

    private void advance() {
        while (position < text.length() && Ascii.isSpace(text.charAt(position))) {
            position++;
        }
        tokenStart = position;
        if (position == text.length()) {
            token = Token.END;
            return;
        }
        char c = text.charAt(position);
        if (Ascii.isDigit(c)) {
            readNumber();
            return;
        }
        position++;
        token = switch (c) {
            case '(' -> Token.OPEN;
            case ')' -> Token.CLOSE;
            case '+', '-', '*', '/', '%', '=', '!', '<', '>', '&', '|', '^', '~' -> readOperator(c);
            default -> Token.UNKNOWN;
        };
    }

    private Token readOperator(char first) {
        char next = position < text.length() ? text.charAt(position) : '\0';
        operator = String.valueOf(first);
        if (first == '~') {
            return Token.OPERATOR;
        }
        if (first == '=' && next == '=') {
            operator = "==";
            position++;
            return Token.OPERATOR;
        }
        boolean doubled = next == first && "*&|<>".indexOf(first) >= 0;
        if (doubled || (next == '=' && "!<>".indexOf(first) >= 0)) {
            operator += next;
            position++;
            boolean shift = doubled && (first == '<' || first == '>');
            return shift && position < text.length() && text.charAt(position) == '='
                    ? Token.BAD_OPERATOR
                    : Token.OPERATOR;
        }
        boolean assignment = next == '=' && first != '!' && first != '=';
        boolean step = next == first && (first == '+' || first == '-');
        return assignment || step ? Token.BAD_OPERATOR : Token.OPERATOR;
    }

    private void readNumber() {
        int base = 10;
        if (text.charAt(position) == '0') {
            position++;
            char mark = position < text.length() ? Ascii.lower(text.charAt(position)) : '\0';
            base = switch (mark) {
                case 'x' -> 16;
                case 'b' -> 2;
                case 'r' -> 0;
                default -> 8;
            };
            if (base != 8) {
                position++;
            }
            if (base == 0) {
                base = readRadix();
            }
        }
        if (base < 1 || base > 36) {
            token = Token.UNKNOWN;
            return;
        }
        token = Token.NUMBER;
        number = 0;
        while (position < text.length()) {
            int digit = digit(text.charAt(position));
            if (base == 1) {
                if (digit == 1) {
                    number++;
                } else if (digit != 0 || number != 0) {
                    return;
                }
            } else if (digit < 0 || digit >= base) {
                return;
            } else {
                number = number * base + digit;
            }
            position++;
        }
    }

    /// The `16:` of `0r16:ff`; 0 when it is wrong.
    private int readRadix() {
        int radix = 0;
        while (position < text.length() && Ascii.isDigit(text.charAt(position)) && radix <= 36) {
            radix = radix * 10 + text.charAt(position++) - '0';
        }
        boolean colon = position < text.length() && text.charAt(position) == ':';
        position++;
        return colon ? radix : 0;
    }

    private static int digit(char c) {
        if (Ascii.isDigit(c)) {
            return c - '0';
        }
        return Ascii.isLetter(c) ? Ascii.lower(c) - 'a' + 10 : -1;
    }
}
