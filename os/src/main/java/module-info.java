/// The only native code: identities, safe file walk, locks, confinement, peer credentials.
@org.jspecify.annotations.NullMarked
module org.postern.os {
    requires static org.jspecify;
    requires transitive org.postern.base;
    requires jdk.net;
    requires jdk.unsupported;

    exports org.postern.os;
}
