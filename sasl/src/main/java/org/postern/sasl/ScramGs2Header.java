package org.postern.sasl;

import java.util.Optional;

/// How a SCRAM client begins: its word on channel bindings and the authorization id (RFC 5802 §5.1, §7).
///
/// @param flag `n`, `y` or `p`
/// @param bindingType behind `p=`
/// @param authorizationId behind `a=`, without escapes, empty when there is none
/// @param text the header as it came, with its last comma
record ScramGs2Header(char flag, String bindingType, String authorizationId, String text) {
    static Optional<ScramGs2Header> parse(String message) {
        int first = message.indexOf(',');
        int second = first < 0 ? -1 : message.indexOf(',', first + 1);
        if (second < 0) {
            return Optional.empty();
        }
        String flag = message.substring(0, first);
        String name = message.substring(first + 1, second);
        boolean binding = flag.startsWith("p=") && flag.length() > 2;
        if (!binding && !flag.equals("n") && !flag.equals("y")) {
            return Optional.empty();
        }
        if (!name.isEmpty() && (!name.startsWith("a=") || name.length() == 2 || name.indexOf('\0') >= 0)) {
            return Optional.empty();
        }
        return ScramMessage.unescape(name.isEmpty() ? "" : name.substring(2))
                .map(id -> new ScramGs2Header(
                        flag.charAt(0), binding ? flag.substring(2) : "", id, message.substring(0, second + 1)));
    }
}
