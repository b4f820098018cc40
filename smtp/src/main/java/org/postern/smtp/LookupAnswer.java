package org.postern.smtp;

import java.util.List;

/// What VRFY or EXPN found.
public sealed interface LookupAnswer {
    /// Addresses of this host, each as `<user@host>` or `Full Name <user@host>`; answered with 250.
    record Local(List<String> addresses) implements LookupAnswer {
        public Local {
            addresses = List.copyOf(addresses);
        }
    }

    /// An address elsewhere, answered with 252.
    record Remote(String address) implements LookupAnswer {}

    /// An error that belongs to the address, which is put in front: `550 5.1.1 nosuch... User unknown`.
    record Unknown(Reply reply) implements LookupAnswer {}

    /// An error that stands alone, as from check_vrfy.
    record Refused(Reply reply) implements LookupAnswer {}
}
