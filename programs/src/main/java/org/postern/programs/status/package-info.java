/// `postern status`: is the mail system well?
///
/// Place in the flow: for the administrator and for monitoring. What the kernel knows (`/proc`) says which
/// processes run, as whom and how confined; the configuration says which ports and certificates there should be;
/// the control socket of the daemon gives its figures.
///
/// ## Security
/// Reads only, with the caller's rights; what an ordinary user cannot see is said. No programs, no network.
@NullMarked
package org.postern.programs.status;

import org.jspecify.annotations.NullMarked;
