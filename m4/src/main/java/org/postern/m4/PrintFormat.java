package org.postern.m4;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.postern.base.Ascii;

/// `format`: C's `printf` with the conversions that GNU m4 knows.
final class PrintFormat {
    private final Call call;
    private final StringBuilder out;
    private final String format;
    private int next = 2;

    PrintFormat(Call call, StringBuilder out) {
        this.call = call;
        this.out = out;
        this.format = call.text(1);
    }

    /// One `%...` of the format.
    private static final class Conversion {
        boolean left;
        boolean plus;
        boolean blank;
        boolean alternative;
        boolean zero;
        int width;
        int precision = -1;
        /// `hh` is 8, `h` is 16, others 32.
        int bits = 32;
        char letter;
        /// The letters that the flags so far leave possible.
        String allowed = "csdiouxXaAeEfFgG";

        void exclude(String letters) {
            StringBuilder left = new StringBuilder();
            for (int i = 0; i < allowed.length(); i++) {
                if (letters.indexOf(allowed.charAt(i)) < 0) {
                    left.append(allowed.charAt(i));
                }
            }
            allowed = left.toString();
        }
    }

    void run() {
        int at = 0;
        while (at < format.length()) {
            char c = format.charAt(at++);
            if (c != '%') {
                out.append(c);
            } else if (at < format.length() && format.charAt(at) == '%') {
                out.append('%');
                at++;
            } else {
                at = convert(at);
            }
        }
    }

    private int convert(int first) {
        Conversion wanted = new Conversion();
        int at = readFlags(first, wanted);
        at = readWidth(at, wanted);
        at = readPrecision(at, wanted);
        at = readLength(at, wanted);
        wanted.letter = at < format.length() ? format.charAt(at) : '\0';
        if (at < format.length()) {
            at++;
        }
        if (wanted.allowed.indexOf(wanted.letter) < 0) {
            call.messages().warn("Warning: unrecognized specifier in `" + format + "'");
            return at;
        }
        String body = switch (wanted.letter) {
            case 'c' -> character();
            case 's' -> string(wanted);
            case 'd', 'i' -> signed(wanted);
            case 'o', 'u', 'x', 'X' -> unsigned(wanted);
            default -> floating(wanted);
        };
        call.machine().budget().checkLength(out.length() + (long) body.length() + wanted.width);
        pad(body, wanted);
        return at;
    }

    private int readFlags(int first, Conversion wanted) {
        int at = first;
        while (at < format.length()) {
            switch (format.charAt(at)) {
                case '-' -> wanted.left = true;
                case '+' -> {
                    wanted.plus = true;
                    wanted.exclude("csouxX");
                }
                case ' ' -> {
                    wanted.blank = true;
                    wanted.exclude("csouxX");
                }
                case '#' -> {
                    wanted.alternative = true;
                    wanted.exclude("csdiu");
                }
                case '0' -> {
                    wanted.zero = true;
                    wanted.exclude("cs");
                }
                case '\'' -> wanted.exclude("csoxXaAeE");
                default -> {
                    return at;
                }
            }
            at++;
        }
        return at;
    }

    private int readWidth(int first, Conversion wanted) {
        if (first < format.length() && format.charAt(first) == '*') {
            int width = integer();
            wanted.left |= width < 0;
            wanted.width = width == Integer.MIN_VALUE ? Integer.MAX_VALUE : Math.abs(width);
            return first + 1;
        }
        int at = first;
        long width = 0;
        while (at < format.length() && Ascii.isDigit(format.charAt(at))) {
            width = Math.min(Integer.MAX_VALUE, width * 10 + format.charAt(at++) - '0');
        }
        wanted.width = (int) width;
        return at;
    }

    private int readPrecision(int first, Conversion wanted) {
        if (first >= format.length() || format.charAt(first) != '.') {
            return first;
        }
        wanted.exclude("c");
        int at = first + 1;
        if (at < format.length() && format.charAt(at) == '*') {
            wanted.precision = Math.max(-1, integer());
            return at + 1;
        }
        long precision = 0;
        while (at < format.length() && Ascii.isDigit(format.charAt(at))) {
            precision = Math.min(Integer.MAX_VALUE, precision * 10 + format.charAt(at++) - '0');
        }
        wanted.precision = (int) precision;
        return at;
    }

    private int readLength(int first, Conversion wanted) {
        int at = first;
        if (format.startsWith("hh", at)) {
            wanted.bits = 8;
            wanted.exclude("csaAeEfFgG");
            at += 2;
        } else if (format.startsWith("h", at)) {
            wanted.bits = 16;
            wanted.exclude("csaAeEfFgG");
            at++;
        } else if (format.startsWith("l", at)) {
            wanted.exclude("cs");
            at++;
        }
        return at;
    }

    private String argument() {
        return call.text(next++);
    }

    private int integer() {
        boolean there = call.has(next);
        String text = argument();
        if (!there) {
            return 0;
        }
        if (text.isEmpty()) {
            call.messages().warn("empty string treated as 0");
            return 0;
        }
        DecimalText parsed = DecimalText.parse(text);
        warnAboutNumber(text, parsed.end(), parsed.overflow());
        return (int) parsed.value();
    }

    private void warnAboutNumber(String text, int end, boolean overflow) {
        if (end < text.length()) {
            call.messages().warn("non-numeric argument " + text);
        } else if (Ascii.isSpace(text.charAt(0))) {
            call.messages().warn("leading whitespace ignored");
        } else if (overflow) {
            call.messages().warn("numeric overflow detected");
        }
    }

    private double real() {
        boolean there = call.has(next);
        String text = argument();
        if (!there) {
            return 0;
        }
        if (text.isEmpty()) {
            call.messages().warn("empty string treated as 0");
            return 0;
        }
        RealText parsed = RealText.parse(text);
        warnAboutNumber(text, parsed.end(), parsed.outOfRange());
        return parsed.value();
    }

    private String character() {
        return String.valueOf((char) (integer() & 0xff));
    }

    private String string(Conversion wanted) {
        String text = argument();
        return wanted.precision >= 0 && wanted.precision < text.length() ? text.substring(0, wanted.precision) : text;
    }

    private String signed(Conversion wanted) {
        int value = integer();
        value = wanted.bits == 8 ? (byte) value : wanted.bits == 16 ? (short) value : value;
        long magnitude = Math.abs((long) value);
        return sign(value < 0, wanted) + digits(Long.toString(magnitude), value == 0, wanted);
    }

    private static String sign(boolean negative, Conversion wanted) {
        return negative ? "-" : wanted.plus ? "+" : wanted.blank ? " " : "";
    }

    private String unsigned(Conversion wanted) {
        long value = Integer.toUnsignedLong(integer());
        value &= wanted.bits == 32 ? 0xffffffffL : (1L << wanted.bits) - 1;
        return switch (wanted.letter) {
            case 'u' -> digits(Long.toString(value), value == 0, wanted);
            case 'o' -> {
                String text = digits(Long.toOctalString(value), value == 0, wanted);
                yield wanted.alternative && !text.startsWith("0") ? "0" + text : text;
            }
            default -> {
                String text = digits(Long.toHexString(value), value == 0, wanted);
                text = wanted.alternative && value != 0 ? "0x" + text : text;
                yield wanted.letter == 'X' ? upper(text) : text;
            }
        };
    }

    private String digits(String text, boolean isZero, Conversion wanted) {
        if (wanted.precision == 0 && isZero) {
            return "";
        }
        int missing = Math.max(0, wanted.precision - text.length());
        call.machine().budget().checkLength(missing);
        return "0".repeat(missing) + text;
    }

    private static String upper(String text) {
        StringBuilder upper = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            upper.append(c >= 'a' && c <= 'z' ? (char) (c - 32) : c);
        }
        return upper.toString();
    }

    private String floating(Conversion wanted) {
        double value = real();
        boolean negative = Double.doubleToRawLongBits(value) < 0 && !Double.isNaN(value);
        double magnitude = Math.abs(value);
        call.machine().budget().checkLength(Math.max(0, wanted.precision));
        String text;
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            wanted.zero = false;
            text = Double.isNaN(value) ? "nan" : "inf";
        } else {
            int precision = wanted.precision < 0 ? 6 : wanted.precision;
            text = switch (Ascii.lower(wanted.letter)) {
                case 'f' -> fixed(magnitude, precision, wanted);
                case 'e' -> scientific(magnitude, precision, wanted);
                case 'g' -> general(magnitude, Math.max(1, precision), wanted);
                default -> HexadecimalReal.text(magnitude, wanted.precision, wanted.alternative);
            };
        }
        String signed = sign(negative, wanted) + text;
        return wanted.letter < 'a' ? upper(signed) : signed;
    }

    private static String fixed(double value, int precision, Conversion wanted) {
        String text = new BigDecimal(value)
                .setScale(precision, RoundingMode.HALF_EVEN)
                .toPlainString();
        return precision == 0 && wanted.alternative ? text + "." : text;
    }

    private static String scientific(double value, int precision, Conversion wanted) {
        if (value == 0) {
            String zeros = precision == 0 ? (wanted.alternative ? "." : "") : "." + "0".repeat(precision);
            return "0" + zeros + "e+00";
        }
        BigDecimal exact = new BigDecimal(value);
        int exponent = exact.precision() - exact.scale() - 1;
        BigDecimal rounded = exact.setScale(precision - exponent, RoundingMode.HALF_EVEN);
        if (rounded.precision() - rounded.scale() - 1 > exponent) {
            exponent++;
            rounded = exact.setScale(precision - exponent, RoundingMode.HALF_EVEN);
        }
        String digits = rounded.unscaledValue().toString();
        String fraction = precision == 0 ? (wanted.alternative ? "." : "") : "." + digits.substring(1);
        int size = Math.abs(exponent);
        return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + (size < 10 ? "0" : "") + size;
    }

    private static String general(double value, int precision, Conversion wanted) {
        String asScientific = scientific(value, precision - 1, wanted);
        int mark = asScientific.lastIndexOf('e');
        int exponent = Integer.parseInt(asScientific, mark + 1, asScientific.length(), 10);
        boolean plain = exponent >= -4 && exponent < precision;
        String digits = plain ? fixed(value, precision - 1 - exponent, wanted) : asScientific.substring(0, mark);
        if (!wanted.alternative && digits.indexOf('.') >= 0) {
            int end = digits.length();
            while (digits.charAt(end - 1) == '0') {
                end--;
            }
            digits = digits.substring(0, digits.charAt(end - 1) == '.' ? end - 1 : end);
        }
        return plain ? digits : digits + asScientific.substring(mark);
    }

    private void pad(String body, Conversion wanted) {
        if (body.equals("\0")) {
            // GNU m4 ends the text of a conversion at a NUL
            out.repeat(' ', wanted.left ? 0 : Math.max(0, wanted.width - 1));
            return;
        }
        int missing = Math.max(0, wanted.width - body.length());
        boolean number = "cs".indexOf(wanted.letter) < 0;
        boolean integer = "diouxX".indexOf(wanted.letter) >= 0;
        if (wanted.left) {
            out.append(body).repeat(' ', missing);
        } else if (wanted.zero && number && !(integer && wanted.precision >= 0)) {
            int start = !body.isEmpty() && "+- ".indexOf(body.charAt(0)) >= 0 ? 1 : 0;
            if (body.startsWith("0x", start) || body.startsWith("0X", start)) {
                start += 2;
            }
            out.append(body, 0, start).repeat('0', missing).append(body, start, body.length());
        } else {
            out.repeat(' ', missing).append(body);
        }
    }
}
