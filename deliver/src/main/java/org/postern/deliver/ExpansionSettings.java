package org.postern.deliver;

import org.postern.mail.ControllingUser;

/// What the configuration says about expansion.
///
/// @param maxDepth MaxAliasRecursion
/// @param maxRecipients of one message
/// @param hostName `$j`, for the names in reports
/// @param defaultUser DefaultUser: whose rights programs and files of the alias database have
record ExpansionSettings(int maxDepth, int maxRecipients, String hostName, ControllingUser defaultUser) {}
