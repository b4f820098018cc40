package org.postern.deliver;

import java.net.InetAddress;
import java.util.Optional;
import org.postern.base.EventSink;
import org.postern.cf.AddressRules;
import org.postern.cf.Configuration;
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
    /// What the connection that a policy is for was allowed before anybody spoke.
    ///
    /// @param tls false for modifier `S` of ClientPortOptions
    /// @param auth false for modifier `A`
    /// @param clear the handshake failed before, and TLSFallbacktoClear allows to go on without
    record Terms(boolean tls, boolean auth, boolean clear) {}

    /// The policy of one connection.
    ///
    /// @param address empty for a socket of this machine
    HopPolicy policy(Hop hop, Optional<InetAddress> address, Terms terms) {
        SessionMacros macros = SessionMacros.above(configuration.scope());
        macros.define("server_name", serverName(hop));
        macros.define("server_addr", address.map(SmtpConnector::shown).orElse("localhost"));
        return new HopPolicy(this, hop, macros, terms);
    }

    private static String serverName(Hop hop) {
        return hop.literal().isPresent() ? hop.name() : hop.lookupName();
    }
}
