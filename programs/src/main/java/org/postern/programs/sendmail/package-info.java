/// The `sendmail` command in all its roles, and the names `mailq`, `newaliases`, `smtpd`, `hoststat` and `purgestat`.
///
/// Place in the flow: local submission (`-bm`, `-t`), the daemon's start (`-bd`), queue runs, address tests.
///
/// ## Security
/// Runs with the caller's rights and has no other. Flags that name files or change options are honoured only with
/// those rights. The message goes to the daemon's submission socket, where the kernel says who calls.
@NullMarked
package org.postern.programs.sendmail;

import org.jspecify.annotations.NullMarked;
