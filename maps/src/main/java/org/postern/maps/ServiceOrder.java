package org.postern.maps;

import java.util.List;

/// The service switch: which sources answer for a service, in order (sendmail op guide §5.6, ServiceSwitchFile).
@FunctionalInterface
public interface ServiceOrder {
    /// The sources of `hosts`, `aliases`, `passwd` ...: `files`, `dns`, `nis` ...
    List<String> sources(String service);

    /// The order without a switch file: files first, and the name service for hosts.
    static ServiceOrder standard() {
        return service -> service.equals("hosts") ? List.of("files", "dns") : List.of("files");
    }
}
