package org.postern.maps;

/// What LDAP maps begin with.
///
/// @param arguments the option LDAPDefaultSpec: flags that stand before those of every LDAP map
/// @param host the name of this host (`$j`), for the standard schema
/// @param cluster the macro `{sendmailMTACluster}`, for the standard schema; empty when not set
public record LdapDefaults(String arguments, String host, String cluster) {
    /// No option, no names.
    public static final LdapDefaults NONE = new LdapDefaults("", "localhost", "");
}
