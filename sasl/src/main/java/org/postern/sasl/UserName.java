package org.postern.sasl;

/// A user within a realm; text is bytes.
///
/// @param name the name without the realm
/// @param realm the realm, never empty
public record UserName(String name, String realm) {
    /// Splits `user@realm` at the last `@`; a name without one belongs to `defaultRealm`.
    public static UserName parse(String typed, String defaultRealm) {
        int at = typed.lastIndexOf('@');
        return at < 0
                ? new UserName(typed, defaultRealm)
                : new UserName(typed.substring(0, at), typed.substring(at + 1));
    }

    /// `name@realm`
    public String full() {
        return name + "@" + realm;
    }
}
