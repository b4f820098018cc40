package org.postern.receive;

import java.util.Optional;
import org.postern.smtp.ClientIdentity;

/// Where a session comes from, beyond what the dialogue itself needs.
///
/// @param identity who is shown in replies and logs
/// @param name what the name service says
/// @param port the client's port, 0 on a unix socket
/// @param interfaceAddress the own address that the client used, empty for loopback and unix sockets
/// @param interfaceName the name of that address, also for loopback; the address in brackets when it has none
/// @param counts connections of this client
/// @param localUser the local user who submits, on the submission socket
record Origin(
        ClientIdentity identity,
        ClientName name,
        int port,
        String interfaceAddress,
        String interfaceName,
        ClientFigures.Counts counts,
        Optional<LocalCaller> localUser) {
    /// A user of this host, as the kernel names it.
    ///
    /// @param user the login name, or the number when there is none
    /// @param uid the number
    /// @param fullName for `$x`; empty when there is none
    /// @param trusted a member of class `t`, who may be any sender
    record LocalCaller(String user, int uid, String fullName, boolean trusted) {}

    /// `relay=` of the log and macro `$_`: `name [address]`, or `user@localhost`.
    String relay() {
        return localUser.map(caller -> caller.user() + "@localhost").orElseGet(identity::display);
    }
}
