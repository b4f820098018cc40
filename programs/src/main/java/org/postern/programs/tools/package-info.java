/// The commands for map and alias files: makemap, editmap, praliases; and smrsh and mailstats.
///
/// Place in the flow: for the administrator, beside the daemon, which sees a rebuilt map at once.
///
/// ## Security
/// They run with the caller's rights and have no other; what they write is replaced as a whole.
@NullMarked
package org.postern.programs.tools;

import org.jspecify.annotations.NullMarked;
