package org.postern.maps;

import java.util.List;
import org.postern.base.Ascii;
import org.postern.cf.LookupResult;

/// Makes the result of a look-up from the value that stands in a map: `%0` is the key, `%1` ... are the arguments, `%%`
/// is a percent sign; then `-a` text is appended (sendmail op guide §5.9).
final class MapValue {
    private MapValue() {}

    /// The result for a stored value; with `-m` it is the key instead.
    static LookupResult found(MapFlags flags, MapLimits limits, String key, List<String> arguments, String value) {
        if (flags.matchOnly()) {
            return plain(flags, limits, key);
        }
        return new LookupResult.Found(
                cut(expanded(value, key, arguments), limits) + flags.append().orElse(""));
    }

    /// The result for text that is not scanned for `%`.
    static LookupResult plain(MapFlags flags, MapLimits limits, String text) {
        return new LookupResult.Found(cut(text, limits) + flags.append().orElse(""));
    }

    private static String cut(String text, MapLimits limits) {
        return text.length() > limits.valueLength() ? text.substring(0, limits.valueLength()) : text;
    }

    static String expanded(String value, String key, List<String> arguments) {
        int end = value.indexOf('\0');
        String text = end < 0 ? value : value.substring(0, end);
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 64);
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i++);
            if (c != '%') {
                out.append(c);
                continue;
            }
            char next = i < text.length() ? text.charAt(i++) : '%';
            if (next == '%') {
                out.append('%');
            } else if (Ascii.isDigit(next)) {
                out.append(argument(next - '0', key, arguments));
            } else {
                out.append('%').append(next);
            }
        }
        return out.toString();
    }

    private static String argument(int index, String key, List<String> arguments) {
        if (index == 0) {
            return key;
        }
        return index <= arguments.size() ? arguments.get(index - 1) : "";
    }
}
