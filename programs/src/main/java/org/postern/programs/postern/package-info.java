/// The `postern` command: what sendmail has no name for.
///
/// Place in the flow: for the administrator; `try` starts a private server.
///
/// ## Security
/// Runs with the caller's rights and has no other.
@NullMarked
package org.postern.programs.postern;

import org.jspecify.annotations.NullMarked;
