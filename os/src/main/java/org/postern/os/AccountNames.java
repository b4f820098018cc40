package org.postern.os;

import org.postern.base.Ascii;

/// Which texts may be asked for as account names at all.
final class AccountNames {
    private static final int MAX_LENGTH = 256;

    private AccountNames() {}

    static boolean isAskable(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Ascii.isControl(c) || c == ':' || c == '/' || c > 255) {
                return false;
            }
        }
        return true;
    }
}
