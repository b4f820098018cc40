package org.postern.maps;

/// A directory server and how to speak with it; maps with the same value share connections.
///
/// @param addresses `-h` hosts with optional ports, or `-H` URLs, separated by blanks
/// @param urls true when they are URLs
/// @param port `-p`, for hosts without a port
/// @param bindName `-d`: the name to bind as; empty: anonymous
/// @param password of that name; empty when there is none
/// @param connectSeconds `-c`: how long connecting may take
record LdapServer(String addresses, boolean urls, int port, String bindName, String password, int connectSeconds) {
    /// Without the password.
    @Override
    public String toString() {
        return "LdapServer[" + addresses + ", port=" + port + ", bindName=" + bindName + "]";
    }
}
