/// The receiving side: listening sockets, SMTP connections, the rule sets' say over each step, and the hand-over of
/// a complete message to the queue.
///
/// Place in the flow: an [SmtpListener] (or the [SubmissionListener]) accepts a connection; an `SmtpConnection`
/// moves bytes between it and an `smtp` session, through TLS or a security layer of SASL where one was agreed on; a
/// `SessionTrust` knows what TLS and AUTH have shown of the client; a `RulesetPolicy` asks the rule sets at
/// sendmail's moments; a `MessageAcceptance` turns the finished dialogue into one envelope and commits it. Only
/// after that commit does the client read 250. [ReceiveService] owns all of them.
///
/// ## Security
/// This is where hostile bytes enter the network process. It runs as an account without privileges and cannot
/// execute programs. Every session, buffer, table and waiting time is bounded by a constructor parameter; the bound
/// on one client comes before the bound on all, so that one client cannot lock the others out. A caller on the
/// submission socket is who the kernel says it is, whatever it claims. What came in the clear never counts after
/// STARTTLS, neither bytes nor who the client was; what a client sends to a mechanism is in no log.
@org.jspecify.annotations.NullMarked
package org.postern.receive;
