/// SMTP and LMTP without a socket: commands, replies, the reading and writing of message data, and the session logic
/// of the server and of the client.
///
/// Place in the flow: `receive` owns the sockets and the queue, feeds bytes to a [ServerSession] and carries out the
/// [Step]s that come back; `deliver` does the same with a [ClientSession]. The rule sets decide behind
/// [SessionPolicy].
///
/// ## Security
/// Every byte that a hostile peer can send passes here first. Nothing here touches files, sockets, maps or
/// processes; every line, list and buffer has a limit; one [Transaction] is one immutable value, so that a reset
/// drops all of it; a [Reply] and an encoded [SmtpCommand] cannot hold CR, LF or NUL.
@org.jspecify.annotations.NullMarked
package org.postern.smtp;
