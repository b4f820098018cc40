/// The m4 macro processor.
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // m4 is the name of the language
module org.postern.m4 {
    requires static org.jspecify;
    requires transitive org.postern.base;

    exports org.postern.m4;
}
