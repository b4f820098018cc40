/// Mailboxes, envelopes, headers, status codes and delivery status notifications, as values.
@org.jspecify.annotations.NullMarked
module org.postern.mail {
    requires static org.jspecify;
    requires transitive org.postern.base;

    exports org.postern.mail;
}
