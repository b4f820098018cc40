package org.postern.deliver;

import org.postern.cf.CfOption;
import org.postern.cf.OptionValues;
import org.postern.mail.ControllingUser;

/// What the configuration says about expansion.
///
/// @param maxDepth MaxAliasRecursion
/// @param maxRecipients of one message
/// @param hostName `$j`, for the names in reports
/// @param defaultUser DefaultUser: whose rights programs and files of the alias database have
/// @param meToo MeToo: the sender gets what a list with him gets
/// @param maxForwardEntries MaxForwardEntries: further members of a `.forward` do not count; 0 for no limit
record ExpansionSettings(
        int maxDepth,
        int maxRecipients,
        String hostName,
        ControllingUser defaultUser,
        boolean meToo,
        int maxForwardEntries) {
    /// What the options say.
    static ExpansionSettings of(
            OptionValues options, DeliveryLimits limits, String hostName, ControllingUser defaultUser) {
        return new ExpansionSettings(
                (int) options.number(CfOption.MAX_ALIAS_RECURSION),
                limits.recipients(),
                hostName,
                defaultUser,
                options.flag(CfOption.ME_TOO),
                Math.clamp(options.number(CfOption.MAX_FORWARD_ENTRIES), 0, limits.recipients()));
    }
}
