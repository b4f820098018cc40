/// SASL: the mechanisms of both sides, stored secrets and password back-ends.
///
/// Place in the flow: `receive` asks [ServerMechanisms] what to offer behind `250-AUTH` and starts one
/// [ServerMechanism] for each AUTH command; `deliver` asks [ClientMechanisms] for the strongest mechanism that both
/// sides have. Both move bytes only: base64, reply codes and log lines are theirs. Stored secrets come from a
/// [SecretStore], plain passwords are judged by [PasswordCheck]s in the order of `pwcheck_method`.
///
/// ## Security
/// Everything that arrives is hostile: messages are bounded, parsed strictly, and a malformed one is a
/// [ServerStep.Failure], never an exception. An unknown user gets the same steps, the same text and the same work
/// as a wrong password. Passwords live in [Secret], which never shows itself; nothing that leaves this package for
/// a log holds one. Sockets are opened only to the local password services that `Sendmail.conf` names, and by the JDK's
/// Kerberos to the KDC of `krb5.conf` when this host is a client of GSSAPI. Nothing here starts a process.
@org.jspecify.annotations.NullMarked
package org.postern.sasl;
