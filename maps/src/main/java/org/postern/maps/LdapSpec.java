package org.postern.maps;

import java.util.List;
import java.util.Optional;

/// What an LDAP map asks for (sendmail op guide §5.9, class ldap).
///
/// @param server where and as whom
/// @param base `-b`: where the search begins
/// @param filter `-k`, with `%0` (or `%s`) in the place of the key
/// @param attributes `-v`; empty: all
/// @param scope `-s`: `base`, `one` or `sub`
/// @param dereference `-r`: `never`, `always`, `search` or `find`
/// @param timeLimit `-l`: seconds that a search may take; 0: the limit of all maps
/// @param sizeLimit `-Z`: entries that are asked for; 0: the limit of all maps
/// @param namesOnly `-n`: the names of attributes are the result
/// @param referrals false with `-R`: referrals are not followed
/// @param single `-1`: more than one result is none
/// @param severalArguments `-K`: `%1` ... in the filter are the arguments of the look-up
/// @param nameSeparator `-V`: results are `name`, this, `value`
record LdapSpec(
        LdapServer server,
        String base,
        String filter,
        List<LdapAttribute> attributes,
        String scope,
        String dereference,
        int timeLimit,
        int sizeLimit,
        boolean namesOnly,
        boolean referrals,
        boolean single,
        boolean severalArguments,
        Optional<Character> nameSeparator) {
    LdapSpec {
        attributes = List.copyOf(attributes);
    }
}
