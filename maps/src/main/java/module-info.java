/// The map classes behind K lines, and the files that makemap writes.
@org.jspecify.annotations.NullMarked
module org.postern.maps {
    requires static org.jspecify;
    requires transitive org.postern.base;
    requires transitive org.postern.cf;
    requires transitive org.postern.dns;
    requires transitive org.postern.os;
    requires unboundid.ldapsdk;

    exports org.postern.maps;
}
