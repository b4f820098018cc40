/// The load driver: sessions that send, a sink that receives, and the figures of the processes under test.
///
/// Place in the flow: outside; it speaks SMTP to a running daemon on the loopback address.
///
/// ## Security
/// Only addresses of this machine are accepted as targets; the number of messages and the time are bounded.
@NullMarked
package org.postern.bench;

import org.jspecify.annotations.NullMarked;
