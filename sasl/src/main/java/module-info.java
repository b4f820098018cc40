/// SASL: the mechanisms of both sides, stored secrets and password back-ends.
@org.jspecify.annotations.NullMarked
module org.postern.sasl {
    requires static org.jspecify;
    requires transitive org.postern.base;
    requires java.security.jgss; // GSSAPI
    requires jdk.security.auth; // tickets for GSSAPI as a client
    requires java.security.sasl; // only the tests: its clients and servers are their counterparts

    exports org.postern.sasl;
}
