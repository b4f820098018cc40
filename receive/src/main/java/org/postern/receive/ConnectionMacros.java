package org.postern.receive;

import org.postern.base.PeerText;
import org.postern.cf.SessionMacros;
import org.postern.smtp.SessionView;

/// The macros that the connection and the greeting give to the rule sets (sendmail op guide §5.2).
final class ConnectionMacros {
    private ConnectionMacros() {}

    static void define(SessionMacros macros, Origin origin) {
        ClientName client = origin.name();
        macros.define("client_addr", client.address());
        macros.define("client_name", client.name());
        macros.define("client_ptr", client.pointer());
        macros.define("client_resolve", client.resolve().name());
        macros.define("client_port", Integer.toString(origin.port()));
        macros.define("client_connections", Integer.toString(origin.counts().connections()));
        macros.define("client_rate", Integer.toString(origin.counts().rate()));
        macros.define("total_rate", Integer.toString(origin.counts().totalRate()));
        macros.define("_", origin.relay());
        if (!origin.interfaceName().isEmpty()) {
            macros.define("if_name", origin.interfaceName());
        }
        if (!origin.interfaceAddress().isEmpty()) {
            macros.define("if_addr", origin.interfaceAddress());
            macros.define("if_family", origin.interfaceAddress().startsWith("IPv6:") ? "10" : "2");
        }
    }

    /// `$s` and `$r`: a client that has not introduced itself is called by the name that its address has. A local
    /// caller that does not say HELO leaves both undefined, so that its Received field begins with `(from
    /// user@localhost)`.
    static void greeted(SessionMacros macros, SessionView view, Origin origin) {
        if (view.heloName().isPresent() || origin.localUser().isEmpty()) {
            macros.define(
                    "s",
                    view.heloName().map(PeerText::forReply).orElse(origin.name().name()));
            macros.define("r", view.protocol());
        }
    }
}
