package org.postern.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;

/// One parameter of MAIL or RCPT as it was typed, not yet understood (RFC 5321 §4.1.2).
///
/// @param keyword letters, digits and hyphens; empty when the peer sent something else
/// @param value what follows the equals sign, without blanks, control characters and further equals signs
public record EsmtpParameter(String keyword, Optional<String> value) {
    /// Splits the text after an address in the same way as sendmail does.
    static List<EsmtpParameter> split(String text) {
        List<EsmtpParameter> found = new ArrayList<>();
        int at = 0;
        while (true) {
            while (at < text.length() && Ascii.isSpace(text.charAt(at))) {
                at++;
            }
            if (at >= text.length()) {
                return List.copyOf(found);
            }
            int keyword = at;
            while (at < text.length() && isKeyword(text.charAt(at))) {
                at++;
            }
            String name = text.substring(keyword, at);
            Optional<String> value = Optional.empty();
            if (at < text.length() && text.charAt(at) == '=') {
                int start = ++at;
                while (at < text.length() && isValue(text.charAt(at))) {
                    at++;
                }
                value = Optional.of(text.substring(start, at));
            }
            at++;
            found.add(new EsmtpParameter(name, value));
        }
    }

    private static boolean isKeyword(char c) {
        return Ascii.isLetter(c) || Ascii.isDigit(c) || c == '-';
    }

    private static boolean isValue(char c) {
        return c != ' ' && c != '=' && !Ascii.isControl(c);
    }

    /// As it is typed.
    String encode() {
        return value.map(text -> keyword + "=" + text).orElse(keyword);
    }
}
