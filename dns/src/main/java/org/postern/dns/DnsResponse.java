package org.postern.dns;

import java.util.List;

/// What one server said to one question, without anything of the DNS library.
///
/// @param verdict the response code
/// @param truncated true when the rest is to be asked for over TCP
/// @param authenticated the server vouches by DNSSEC
/// @param owner the name after the aliases of this response, without a final dot
/// @param aliases the aliases that were followed
/// @param values the records of `owner`, at most as many as allowed
/// @param seconds the shortest time to live of all that was used
/// @param settled false when an alias led to a name that the response says nothing about
record DnsResponse(
        Verdict verdict,
        boolean truncated,
        boolean authenticated,
        String owner,
        int aliases,
        List<Object> values,
        long seconds,
        boolean settled) {
    enum Verdict {
        FINE,
        NO_SUCH_NAME,
        FORMAT_ERROR,
        REFUSED
    }
}
