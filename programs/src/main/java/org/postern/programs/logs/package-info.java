/// `postern logs`: what the mail log says, in a page.
///
/// Place in the flow: for the administrator, and for `postern report`. Reads the lines that
/// [org.postern.programs.log] writes and those of the real sendmail, from syslog files of either form, or from
/// Postern's JSON logs.
///
/// ## Security
/// Log files hold what strangers sent: lines are bounded, so is what is remembered of them ([TopCounter]); control
/// characters never reach a terminal. No program is run.
@NullMarked
package org.postern.programs.logs;

import org.jspecify.annotations.NullMarked;
