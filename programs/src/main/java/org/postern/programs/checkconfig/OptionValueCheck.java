package org.postern.programs.checkconfig;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.base.Ascii;
import org.postern.cf.CfOption;
import org.postern.cf.OptionValues;

/// Values that are read as something else than they say, because only their beginning counts: `50MB` is 50.
final class OptionValueCheck {
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(?:/\\d*)?");
    private static final Pattern OCTAL = Pattern.compile("(?:0[oO])?[0-7]+");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*([kKmMgG])(?:[iI]?[bB])?");
    private static final String UNITS = "kmg";
    private static final String YES = "ty";
    private static final String NO = "fn";

    private OptionValueCheck() {}

    /// What is wrong with the value of an option; empty when it is read as it stands.
    static Optional<String> complaint(CfOption option, String value) {
        if (value.isEmpty() || value.startsWith("$")) {
            return Optional.empty();
        }
        return switch (option.type()) {
            case NUMBER -> NUMBER.matcher(value).matches() ? Optional.empty() : Optional.of(number(option, value));
            case OCTAL ->
                OCTAL.matcher(value).matches()
                        ? Optional.empty()
                        : Optional.of("option " + option.longName() + ": " + value + " is no octal number; "
                                + Long.toOctalString(OptionValues.leadingNumber(value, 8)) + " is used");
            case BOOLEAN -> bool(option, value);
            case CHARACTER, TEXT, TIME, KEYWORD, LIST, USER, SUBOPTIONS -> Optional.empty();
        };
    }

    private static String number(CfOption option, String value) {
        Matcher size = SIZE.matcher(value);
        String meant = "";
        if (size.matches()) {
            long factor = 1;
            for (int i = UNITS.indexOf(Ascii.lower(size.group(2))); i >= 0; i--) {
                factor *= 1000;
            }
            meant = "; did you mean " + Long.parseLong(size.group(1)) * factor + "?";
        }
        return "option " + option.longName() + ": " + value + " is no number; " + OptionValues.leadingNumber(value, 10)
                + " is used" + meant;
    }

    private static Optional<String> bool(CfOption option, String value) {
        char first = Ascii.lower(value.charAt(0));
        return YES.indexOf(first) >= 0 || NO.indexOf(first) >= 0
                ? Optional.empty()
                : Optional.of(
                        "option " + option.longName() + ": " + value + " is neither true nor false; false is used");
    }
}
