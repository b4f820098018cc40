/// Name service: MX, A, AAAA, TXT, TLSA, PTR with a cache; the only user of the DNS library.
@org.jspecify.annotations.NullMarked
module org.postern.dns {
    requires static org.jspecify;
    requires transitive org.postern.base;
    requires org.dnsjava;
    requires org.slf4j;

    exports org.postern.dns;

    provides org.slf4j.spi.SLF4JServiceProvider with
            org.postern.dns.QuietLibraryLogging;
}
