/// sendmail.cf: reading it, its options, macros and classes, and the rewriting engine that runs its rule sets.
@org.jspecify.annotations.NullMarked
module org.postern.cf {
    requires static org.jspecify;
    requires transitive org.postern.base;
    requires transitive org.postern.mail;

    exports org.postern.cf;
}
