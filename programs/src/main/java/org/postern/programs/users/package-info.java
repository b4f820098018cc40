/// Commands that users call, mostly from their `.forward` file or through a mailer: `vacation` and `rmail`; and
/// `mail.local`, which other mail systems run as root.
///
/// Place in the flow: a message comes in on standard input, an answer or the message itself goes out through
/// `sendmail`, or into mailboxes by the code of the helper.
///
/// ## Security
/// They run with the caller's rights and have no other; `mail.local` writes each mailbox as its user, never as root.
/// Nothing of a message becomes a flag of the `sendmail` command: addresses stand behind `--`. The message is read up
/// to its end, but only its header is kept, up to a limit; `mail.local` keeps a long one in a file without a name.
@NullMarked
package org.postern.programs.users;

import org.jspecify.annotations.NullMarked;
