package org.postern.sasl;

import org.postern.base.Ascii;

/// `AuthOptions`, a letter each (sendmail op guide §5.6).
///
/// @param onlyIfAuthenticated `A`: AUTH= goes out with MAIL only after an authentication
/// @param noActive `a`: nothing that an active attacker could gain from
/// @param passCredentials `c`: only mechanisms that hand credentials over
/// @param noDictionary `d`: nothing that a listener could try passwords against
/// @param forwardSecrecy `f`: only with forward secrecy
/// @param mutual `m`: the server proves itself too
/// @param noPlain `p`: no PLAIN and no LOGIN unless TLS is active
/// @param noAnonymous `y`: no ANONYMOUS
public record AuthOptions(
        boolean onlyIfAuthenticated,
        boolean noActive,
        boolean passCredentials,
        boolean noDictionary,
        boolean forwardSecrecy,
        boolean mutual,
        boolean noPlain,
        boolean noAnonymous) {
    /// No option.
    public static final AuthOptions NONE = of("");

    /// From the letters of the option's words; only the first character of each word counts, letters without
    /// meaning are passed over (the reader of the configuration has warned).
    public static AuthOptions of(String value) {
        StringBuilder letters = new StringBuilder();
        boolean first = true;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean separator = Ascii.isSpace(c) || c == ',';
            if (first && !separator) {
                letters.append(c);
            }
            first = separator;
        }
        String all = letters.toString();
        return new AuthOptions(
                all.indexOf('A') >= 0,
                all.indexOf('a') >= 0,
                all.indexOf('c') >= 0,
                all.indexOf('d') >= 0,
                all.indexOf('f') >= 0,
                all.indexOf('m') >= 0,
                all.indexOf('p') >= 0,
                all.indexOf('y') >= 0);
    }

    /// The same with or without `p`: what `c` and `C` in srv_features ask for.
    AuthOptions withNoPlain(boolean encryptedOnly) {
        return new AuthOptions(
                onlyIfAuthenticated,
                noActive,
                passCredentials,
                noDictionary,
                forwardSecrecy,
                mutual,
                encryptedOnly,
                noAnonymous);
    }

    /// True when a mechanism has all that is demanded.
    boolean permits(MechanismName name, boolean encrypted) {
        return (!noActive || name.has(MechanismName.Property.NO_ACTIVE))
                && (!passCredentials || name.has(MechanismName.Property.PASSES_CREDENTIALS))
                && (!noDictionary || name.has(MechanismName.Property.NO_DICTIONARY))
                && (!forwardSecrecy || name.has(MechanismName.Property.FORWARD_SECRECY))
                && (!mutual || name.has(MechanismName.Property.MUTUAL))
                && (!noPlain || encrypted || name.has(MechanismName.Property.NO_PLAIN))
                && (!noAnonymous || name.has(MechanismName.Property.NO_ANONYMOUS));
    }
}
