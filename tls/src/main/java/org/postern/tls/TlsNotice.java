package org.postern.tls;

/// One line about the making of contexts, in sendmail's words.
///
/// @param text `STARTTLS=server: file /etc/mail/certs/key.pem unsafe: Group readable file`
/// @param logLevel the LogLevel from which on sendmail writes it
/// @param problem true when something does not work because of it
public record TlsNotice(String text, int logLevel, boolean problem) {}
