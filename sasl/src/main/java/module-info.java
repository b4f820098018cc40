/// SASL: the mechanisms of both sides, stored secrets and password back-ends.
@org.jspecify.annotations.NullMarked
module org.postern.sasl {
    requires static org.jspecify;
    requires transitive org.postern.base;
    requires transitive org.postern.os;
    requires java.security.jgss;
    requires java.security.sasl;
    requires jdk.security.jgss; // the GSSAPI mechanism of the JDK comes from here

    exports org.postern.sasl;
}
