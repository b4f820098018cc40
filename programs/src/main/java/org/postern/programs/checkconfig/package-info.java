/// `postern check-config`: everything that is wrong or looks wrong in a configuration, before it is installed.
///
/// Place in the flow: none; it reads the configuration as the daemon does, and asks its rules about sessions that
/// nobody holds. `--against` goes through the envelopes that [org.postern.programs.log.DecisionJournal] has recorded,
/// with an old and a new configuration. [org.postern.programs.checkconfig.RelayProbe] serves `postern audit` too.
///
/// ## Security
/// Nothing is installed, sent or written, but for a temporary file with mode 0600 that holds a compiled `.mc` file.
/// What maps and configurations hold is escaped before it reaches a terminal.
@NullMarked
package org.postern.programs.checkconfig;

import org.jspecify.annotations.NullMarked;
