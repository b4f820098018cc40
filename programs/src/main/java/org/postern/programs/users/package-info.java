/// Commands that users call, mostly from their `.forward` file or through a mailer: `vacation` and `rmail`.
///
/// Place in the flow: a message comes in on standard input, an answer or the message itself goes out through
/// `sendmail`.
///
/// ## Security
/// They run with the caller's rights and have no other. Nothing of a message becomes a flag of the `sendmail` command:
/// addresses stand behind `--`. The message is read up to its end, but only its header is kept, up to a limit.
@NullMarked
package org.postern.programs.users;

import org.jspecify.annotations.NullMarked;
