/// One package per command: sendmail, mailq, newaliases, makemap and postern.
@org.jspecify.annotations.NullMarked
module org.postern.programs {
    requires static org.jspecify;
    requires transitive org.postern.base;
    requires transitive org.postern.mail;
    requires transitive org.postern.m4;
    requires transitive org.postern.mc;
    requires transitive org.postern.cf;
    requires transitive org.postern.smtp;
    requires transitive org.postern.helperwire;
    requires transitive org.postern.os;
    requires transitive org.postern.dns;
    requires transitive org.postern.sasl;
    requires transitive org.postern.tls;
    requires transitive org.postern.maps;
    requires transitive org.postern.queue;
    requires transitive org.postern.receive;
    requires transitive org.postern.deliver;
    requires transitive org.postern.helper;
}
