/// What commands show: text that reads well in a terminal, and JSON for programs.
///
/// Place in the flow: at the end of `postern explain`, `check-config`, `audit`, `status` and `logs`; they make a
/// value and hand it to one of the writers here.
///
/// ## Security
/// Text that a peer or a user chose is escaped here once more: no control character reaches a terminal, and everything
/// but printable ASCII is escaped in JSON.
@NullMarked
package org.postern.programs.terminal;

import org.jspecify.annotations.NullMarked;
