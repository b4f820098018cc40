/// The sending side: expansion, routing, SMTP and LMTP clients, bounces, queue runs.
@org.jspecify.annotations.NullMarked
module org.postern.deliver {
    requires static org.jspecify;
    requires transitive org.postern.base;
    requires transitive org.postern.mail;
    requires transitive org.postern.cf;
    requires transitive org.postern.smtp;
    requires transitive org.postern.dns;
    requires transitive org.postern.sasl;
    requires transitive org.postern.tls;
    requires transitive org.postern.queue;
    requires transitive org.postern.os;
    requires transitive org.postern.helperwire;

    exports org.postern.deliver;
}
