package org.postern.deliver;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.Event;
import org.postern.base.EventSink;
import org.postern.base.PeerText;
import org.postern.cf.AddressRules;
import org.postern.cf.Configuration;
import org.postern.cf.DaemonFlags;
import org.postern.cf.SessionMacros;

/// How this host deals with others: what it protects itself with, and the rule sets that judge them.
///
/// @param configuration for macros and options
/// @param rules the rule sets
/// @param protection certificates and mechanisms
/// @param ownName `$j`
/// @param events takes the log lines
record HopTrust(
        Configuration configuration,
        AddressRules rules,
        ClientProtection protection,
        String ownName,
        EventSink events) {
    private static final int SKIPPED_LEVEL = 5;

    /// What the connection that a policy is for was allowed before anybody spoke.
    ///
    /// @param tls false for modifier `S` of ClientPortOptions or rule set `clt_features`
    /// @param auth false for modifier `A`
    /// @param clear the handshake failed before, and TLSFallbacktoClear allows to go on without
    record Terms(boolean tls, boolean auth, boolean clear) {}

    /// The policy of one connection, before it is opened.
    ///
    /// @param address empty for a socket of this machine
    /// @param modifiers letters of ClientPortOptions, to which rule set `clt_features` adds its own
    /// @param clear see [Terms#clear]
    /// @return empty when `clt_features` does not want the host now
    Optional<HopPolicy> policy(Hop hop, Optional<InetAddress> address, String modifiers, boolean clear) {
        SessionMacros macros = SessionMacros.above(configuration.scope());
        macros.define("server_name", serverName(hop));
        macros.define("server_addr", address.map(SmtpConnector::shown).orElse("localhost"));
        StringBuilder flags = new StringBuilder(modifiers);
        for (String word :
                rules.call("clt_features", List.of(serverName(hop)), macros).orElse(List.of())) {
            if (Ascii.startsIgnoringCase(word, "temp")) {
                String host = PeerText.of(hop.name()).forLog();
                events.accept(HopNotice.trouble(
                        "hop.features",
                        SKIPPED_LEVEL,
                        List.of(new Event.Field("host", host)),
                        "clt_features=TEMPFAIL, host=" + host + ", status=skipped"));
                return Optional.empty();
            }
            flags.append(word);
        }
        macros.define("client_flags", DaemonFlags.text(flags.toString()));
        Terms terms = new Terms(flags.indexOf("S") < 0, flags.indexOf("A") < 0, clear);
        return Optional.of(new HopPolicy(this, hop, macros, terms));
    }

    private static String serverName(Hop hop) {
        return hop.literal().isPresent() ? hop.name() : hop.lookupName();
    }
}
