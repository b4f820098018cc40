package org.postern.maps;

import java.util.List;

/// How host names are made canonical.
///
/// @param searchDomains the domains that complete a short name, in order
/// @param wildcardMx a name completed by a search domain does not count because of MX records alone (`HasWildcardMX`)
/// @param keepAliases a CNAME is an answer and not followed (`DontExpandCnames`)
public record HostRules(List<String> searchDomains, boolean wildcardMx, boolean keepAliases) {
    /// No search domains, aliases followed.
    public static final HostRules STANDARD = new HostRules(List.of(), false, false);

    public HostRules {
        searchDomains = List.copyOf(searchDomains);
    }
}
