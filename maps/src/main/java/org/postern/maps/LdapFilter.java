package org.postern.maps;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.List;
import org.postern.base.Ascii;

/// Puts a key into the filter of an LDAP map.
///
/// Keys come from peers. Whatever could mean something in a filter (RFC 4515 §3) is escaped, for `%s` as well as for
/// `%0`; the real program escapes it for `%0` only.
final class LdapFilter {
    private static final String HEX = "0123456789abcdef";

    private LdapFilter() {}

    /// The filter for one look-up.
    ///
    /// @param several true when `%1` ... `%9` are arguments
    /// @throws LDAPException when the declaration's filter is none
    static Filter of(String template, String key, List<String> arguments, boolean several) throws LDAPException {
        StringBuilder out = new StringBuilder(template.length() + key.length() + 16);
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            char next = c == '%' && i + 1 < template.length() ? template.charAt(i + 1) : 0;
            if (next == 's' || next == '0') {
                escape(out, key);
                i++;
            } else if (several && Ascii.isDigit(next)) {
                escape(out, next - '1' < arguments.size() ? arguments.get(next - '1') : "");
                i++;
            } else if (next == '%') {
                out.append('%');
                i++;
            } else {
                byteAsIs(out, c);
            }
        }
        return Filter.create(out.toString());
    }

    private static void escape(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '*' || c == '(' || c == ')' || c == '\\' || c < ' ') {
                hex(out, c);
            } else {
                byteAsIs(out, c);
            }
        }
    }

    /// A byte of the declaration; the library would take it for a character and encode it anew.
    private static void byteAsIs(StringBuilder out, char c) {
        if (c < 0x80) {
            out.append(c);
        } else {
            hex(out, c);
        }
    }

    private static void hex(StringBuilder out, char c) {
        out.append('\\').append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
    }
}
