package org.postern.maps;

import java.util.List;
import java.util.Map;
import org.postern.cf.MapDeclaration;

/// What LDAP maps begin with.
///
/// @param arguments the option LDAPDefaultSpec: flags that stand before those of every LDAP map
/// @param host the name of this host (`$j`), for the standard schema
/// @param cluster the macro `{sendmailMTACluster}`, for the standard schema; empty when not set
public record LdapDefaults(String arguments, String host, String cluster) {
    /// The files with passwords that maps and the option name (`-P`), by the name of the map; the empty name is the
    /// option. For the process that reads them.
    public static Map<String, String> secretFiles(List<MapDeclaration> declarations, String option) {
        return LdapSpecParser.secretFiles(declarations, option);
    }

    /// No option, no names.
    public static final LdapDefaults NONE = new LdapDefaults("", "localhost", "");
}
