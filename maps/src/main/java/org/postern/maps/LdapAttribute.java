package org.postern.maps;

import java.util.List;

/// One attribute that an LDAP map wants (`-v name[:type[:objectclass|...]]`).
///
/// @param name as written
/// @param kind what its values are
/// @param classes the entry must belong to one of these object classes, else the attribute is passed over; empty: any
record LdapAttribute(String name, Kind kind, List<String> classes) {
    /// What the values of an attribute are.
    enum Kind {
        /// Results.
        NORMAL,
        /// Names of entries that are to be looked up.
        DN,
        /// Filters that are to be searched for.
        FILTER,
        /// LDAP URLs that are to be searched.
        URL
    }
}
