/// TLS on both sides of SMTP: what the options ask for becomes contexts ([TlsContexts]), a context and a connection
/// become a conversation ([TlsConversation]), and what was agreed with whom becomes sendmail's macros
/// ([TlsIdentity]).
///
/// Place in the flow: reception and delivery hand over their bytes after STARTTLS ([TlsTransport]) and go on with the
/// conversation; rule sets decide with the macros. No certificate of a peer ever ends a handshake: it only sets
/// `{verify}`.
///
/// ## Security
/// Everything that a peer sends is hostile: handshakes are bounded in bytes, records that carry no data are bounded in
/// number, a renegotiation ends the session, names in certificates are escaped. Keys come as bytes from whoever may
/// read them and stay in memory; nothing here opens a file or a socket. Sessions are resumed only with the context
/// and the listener that made them.
@org.jspecify.annotations.NullMarked
package org.postern.tls;
