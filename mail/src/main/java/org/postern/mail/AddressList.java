package org.postern.mail;

import java.util.ArrayList;
import java.util.List;
import org.postern.base.Ascii;

/// Splits lists of addresses as sendmail does: at commas and line ends, not inside quotes, comments and angle
/// brackets. Blanks belong to an address in aliases and files; what a sender writes may be of the old style, where
/// they separate.
public final class AddressList {
    private final String text;
    private final boolean blanksSeparate;
    private final List<String> addresses = new ArrayList<>();
    private boolean quoted;
    private int parentheses;
    private int brackets;
    private int start;

    private AddressList(String text, boolean oldStyle) {
        this.text = text;
        this.blanksSeparate = oldStyle && isOldStyle(text);
    }

    private static boolean isOldStyle(String text) {
        String lead = text.stripLeading();
        boolean file = lead.startsWith(":") || lead.startsWith("|") || lead.startsWith("\"");
        return !file && text.chars().noneMatch(c -> ",;<(".indexOf(c) >= 0);
    }

    /// The addresses of an alias in order, without blanks around them; empty ones are dropped.
    public static List<String> split(String text) {
        AddressList list = new AddressList(text, false);
        list.run();
        return list.addresses;
    }

    /// The same for what a sender wrote, where blanks separate unless the text has one of `,;<(`.
    public static List<String> splitOldStyle(String text) {
        AddressList list = new AddressList(text, true);
        list.run();
        return list.addresses;
    }

    /// The addresses of a `.forward` or `:include:` file: every line is a list of its own.
    public static List<String> splitLines(String text) {
        List<String> all = new ArrayList<>();
        text.lines().forEach(line -> all.addAll(split(line)));
        return all;
    }

    /// The lists of a `.forward` or `:include:` file, one for each line.
    ///
    /// @param most addresses at most; further ones are left out
    public static List<List<String>> lines(String text, int most) {
        List<List<String>> lists = new ArrayList<>();
        int left = most;
        for (String line : text.lines().toList()) {
            List<String> list = split(line);
            lists.add(list.subList(0, Math.min(left, list.size())));
            left -= lists.getLast().size();
        }
        return lists;
    }

    /// An address without quotes and backslashes, as mailers with flag `s` get it and as a program, a file or the
    /// path of an `:include:` is meant.
    public static String unquoted(String address) {
        if (address.indexOf('"') < 0 && address.indexOf('\\') < 0) {
            return address;
        }
        StringBuilder out = new StringBuilder(address.length());
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c == '\\' && i + 1 < address.length()) {
                out.append(address.charAt(++i));
            } else if (c != '"') {
                out.append(c);
            }
        }
        return out.toString();
    }

    private void run() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && separates(c)) {
                end(i);
            } else if (!quoted) {
                nest(c);
            }
        }
        end(text.length());
    }

    private boolean separates(char c) {
        if (c == '\n') {
            return true;
        }
        if (parentheses > 0 || brackets > 0) {
            return false;
        }
        return c == ',' || (blanksSeparate && Ascii.isSpace(c));
    }

    private void nest(char c) {
        switch (c) {
            case '(' -> parentheses++;
            case ')' -> parentheses = Math.max(0, parentheses - 1);
            case '<' -> brackets++;
            case '>' -> brackets = Math.max(0, brackets - 1);
            default -> {}
        }
    }

    private void end(int at) {
        String address = text.substring(start, at).strip();
        if (!address.isEmpty()) {
            addresses.add(address);
        }
        start = at + 1;
        parentheses = 0;
        brackets = 0;
    }
}
