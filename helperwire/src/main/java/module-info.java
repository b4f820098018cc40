/// The requests and answers between the network process and the helper, and their codec.
@org.jspecify.annotations.NullMarked
module org.postern.helperwire {
    requires static org.jspecify;
    requires transitive org.postern.base;

    exports org.postern.helperwire;
}
