/// SMTP and LMTP: commands, replies, and the server and client session logic, without a socket.
@org.jspecify.annotations.NullMarked
module org.postern.smtp {
    requires static org.jspecify;
    requires transitive org.postern.base;
    requires transitive org.postern.mail;

    exports org.postern.smtp;
}
