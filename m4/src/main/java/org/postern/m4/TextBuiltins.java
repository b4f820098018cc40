package org.postern.m4;

import java.util.OptionalInt;

/// Texts and numbers.
final class TextBuiltins {
    private TextBuiltins() {}

    static void length(Call call, StringBuilder out) {
        if (call.takes(1, 1)) {
            out.append(call.text(1).length());
        }
    }

    static void index(Call call, StringBuilder out) {
        if (call.takes(2, 2)) {
            call.machine().budget().work(call.text(1).length());
            out.append(call.text(1).indexOf(call.text(2)));
        } else if (call.count() == 1) {
            out.append('0');
        }
    }

    static void substring(Call call, StringBuilder out) {
        if (!call.takes(2, 3)) {
            out.append(call.text(1));
            return;
        }
        String text = call.text(1);
        OptionalInt start = call.number(2);
        if (start.isEmpty()) {
            return;
        }
        int length = text.length();
        if (call.has(3)) {
            OptionalInt given = call.number(3);
            if (given.isEmpty()) {
                return;
            }
            length = given.getAsInt();
        }
        int from = start.getAsInt();
        if (from >= 0 && from < text.length() && length > 0) {
            out.append(text, from, (int) Math.min(text.length(), (long) from + length));
        }
    }

    static void increment(Call call, StringBuilder out) {
        add(call, 1, out);
    }

    static void decrement(Call call, StringBuilder out) {
        add(call, -1, out);
    }

    private static void add(Call call, int step, StringBuilder out) {
        if (call.takes(1, 1)) {
            OptionalInt number = call.number(1);
            if (number.isPresent()) {
                out.append(number.getAsInt() + step);
            }
        }
    }

    static void transliterate(Call call, StringBuilder out) {
        if (!call.takes(2, 3)) {
            out.append(call.text(1));
            return;
        }
        String text = call.text(1);
        String from = call.text(2).indexOf('-') < 0 ? call.text(2) : ranges(call.text(2));
        String to = call.text(3).indexOf('-') < 0 ? call.text(3) : ranges(call.text(3));
        int[] map = new int[256];
        for (int i = 0; i < map.length; i++) {
            map[i] = i;
        }
        for (int i = from.length() - 1; i >= 0; i--) {
            // the first of several counts, so it is set last
            map[from.charAt(i) & 0xff] = i < to.length() ? to.charAt(i) : -1;
        }
        for (int i = 0; i < text.length(); i++) {
            int mapped = map[text.charAt(i) & 0xff];
            if (mapped >= 0) {
                out.append((char) mapped);
            }
        }
    }

    /// `a-e` written out, upward or downward; a `-` at the begin or end is itself.
    private static String ranges(String text) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '-' || at == 0 || at + 1 == text.length()) {
                out.append(c);
                at++;
                continue;
            }
            int next = text.charAt(at - 1);
            int to = text.charAt(at + 1);
            int step = next <= to ? 1 : -1;
            while (next != to) {
                next += step;
                out.append((char) next);
            }
            at += 2;
        }
        return out.toString();
    }

    /// `eval(expression [, radix [, width]])`.
    static void evaluate(Call call, StringBuilder out) {
        if (!call.takes(1, 3)) {
            return;
        }
        int radix = 10;
        if (!call.text(2).isEmpty()) {
            OptionalInt given = call.number(2);
            if (given.isEmpty()) {
                return;
            }
            radix = given.getAsInt();
        }
        if (radix < 1 || radix > 36) {
            call.messages().warn("radix " + radix + " in builtin `" + call.name() + "' out of range");
            return;
        }
        int width = 1;
        if (call.has(3)) {
            OptionalInt given = call.number(3);
            if (given.isEmpty()) {
                return;
            }
            width = given.getAsInt();
        }
        if (width < 0) {
            call.messages().warn("negative width to builtin `" + call.name() + "'");
            return;
        }
        int value = 0;
        if (call.text(1).isEmpty()) {
            call.messages().warn("empty string treated as 0 in builtin `" + call.name() + "'");
        } else {
            OptionalInt result = new Evaluator(call.text(1), call.messages()).value();
            if (result.isEmpty()) {
                return;
            }
            value = result.getAsInt();
        }
        appendNumber(call, value, radix, width, out);
    }

    private static void appendNumber(Call call, int value, int radix, int width, StringBuilder out) {
        long magnitude = Math.abs((long) value);
        if (value < 0) {
            out.append('-');
        }
        if (radix == 1) {
            // as many ones as the number says
            call.machine().budget().checkLength(Math.max(magnitude, width));
            out.repeat('0', (int) Math.max(0, width - magnitude)).repeat('1', (int) magnitude);
            return;
        }
        String digits = Long.toString(magnitude, radix);
        call.machine().budget().checkLength(width);
        out.repeat('0', Math.max(0, width - digits.length())).append(digits);
    }

    static void format(Call call, StringBuilder out) {
        if (call.takes(1, -1)) {
            new PrintFormat(call, out).run();
        }
    }
}
