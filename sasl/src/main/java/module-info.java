/// SASL: the mechanisms of both sides, stored secrets and password back-ends.
@org.jspecify.annotations.NullMarked
module org.postern.sasl {
    requires static org.jspecify;
    requires transitive org.postern.base;
    requires transitive org.postern.os;

    exports org.postern.sasl;
}
