/// `postern audit`: what on this host lets somebody in, out or through who should not.
///
/// Place in the flow: for the administrator and for monitoring. [AuditProgram] reads the configuration that a
/// daemon would read, and asks one class of checks after the other; each adds [Finding]s with the command that
/// mends it. `--fix` runs the safe ones: a mode that gets stricter, an owner.
///
/// ## Security
/// Reads only, with the caller's rights, and within bounds: no program is run, no name server asked. What cannot be
/// read is said. Names of files that others chose are escaped before a terminal or a shell command shows them.
/// `--fix` changes a file only while it is the file that was looked at, and never through a symbolic link.
@NullMarked
package org.postern.programs.audit;

import org.jspecify.annotations.NullMarked;
