/// TLS: contexts from options, conversations over any transport, the identity of the peer.
@org.jspecify.annotations.NullMarked
module org.postern.tls {
    requires static org.jspecify;
    requires transitive org.postern.base;

    exports org.postern.tls;
}
