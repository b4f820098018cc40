package org.postern.maps;

import java.nio.file.Path;
import org.postern.os.Accounts;

/// What the map commands know of their host.
///
/// @param configuration the sendmail.cf that is read unless `-C` names another
/// @param accounts to turn TrustedUser into a number
/// @param files the file safety checks
public record ToolSetting(Path configuration, Accounts accounts, MapFileCheck files) {
    /// The usual places and no checks.
    public static ToolSetting standard() {
        return new ToolSetting(Path.of("/etc/mail/sendmail.cf"), new NoAccounts(), MapFileCheck.allowAll());
    }
}
