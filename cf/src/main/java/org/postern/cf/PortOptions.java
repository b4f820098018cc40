package org.postern.cf;

import java.util.Optional;

/// One DaemonPortOptions or ClientPortOptions (sendmail op guide §5.6).
///
/// @param name `Name`: for the log and `${daemon_name}`
/// @param address `Addr`; empty for all
/// @param port `Port`: a number or the name of a service; empty for `smtp`
/// @param family `Family`
/// @param backlog `Listen`, 0 when it is not given
/// @param sendBuffer `SndBufSize` in bytes, 0 for the system's
/// @param receiveBuffer `RcvBufSize` in bytes, 0 for the system's
/// @param modifiers `Modify`: letters in the order of the line
/// @param milters `InputMailFilters` of this port; empty for those of the option
/// @param maxChildren `children`, 0 for the option's
/// @param deliveryMode `DeliveryMode`; a blank for the option's
/// @param delayLoad `delayLA`
/// @param queueLoad `queueLA`
/// @param refuseLoad `refuseLA`
public record PortOptions(
        String name,
        String address,
        String port,
        Family family,
        int backlog,
        int sendBuffer,
        int receiveBuffer,
        String modifiers,
        Optional<String> milters,
        int maxChildren,
        char deliveryMode,
        int delayLoad,
        int queueLoad,
        int refuseLoad) {
    /// Address families.
    public enum Family {
        INET,
        INET6,
        UNIX
    }

    /// True when the modifier letter is there.
    public boolean has(char modifier) {
        return modifiers.indexOf(modifier) >= 0;
    }
}
