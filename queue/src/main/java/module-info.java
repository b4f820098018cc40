/// The mail queue: journal, qf and df files, locks, and the pure scheduler.
@org.jspecify.annotations.NullMarked
module org.postern.queue {
    requires static org.jspecify;
    requires transitive org.postern.base;
    requires transitive org.postern.mail;
    requires transitive org.postern.os;

    exports org.postern.queue;
}
