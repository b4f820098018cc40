/// Makes sendmail.cf of an .mc file, with Postern's own macro library.
@org.jspecify.annotations.NullMarked
module org.postern.mc {
    requires static org.jspecify;
    requires transitive org.postern.base;
    requires transitive org.postern.m4;

    exports org.postern.mc;
}
