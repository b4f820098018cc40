/// Fakes, contracts and the transcript runner that the tests of every module share.
@org.jspecify.annotations.NullMarked
module org.postern.testkit {
    requires static org.jspecify;
    requires transitive org.postern.base;
    requires transitive org.postern.mail;
    requires transitive org.postern.os;
    requires static org.junit.jupiter.api;
    requires org.assertj.core;
    requires org.dnsjava;
    requires java.security.sasl;

    exports org.postern.testkit;
}
