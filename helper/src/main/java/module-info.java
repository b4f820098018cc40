/// The privileged parent process: it acts as the recipient for files and programs and trusts nothing that the
/// network process says.
@org.jspecify.annotations.NullMarked
module org.postern.helper {
    requires static org.jspecify;
    requires transitive org.postern.base;
    requires transitive org.postern.helperwire;
    requires transitive org.postern.os;
    requires transitive org.postern.cf;
    requires transitive org.postern.mail;

    exports org.postern.helper;
}
