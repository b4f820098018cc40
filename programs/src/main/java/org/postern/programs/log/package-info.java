/// Where the lines of events go: the system log, a file, standard error.
///
/// Place in the flow: at the end of every event.
///
/// ## Security
/// Values of events are already safe for a log; line breaks that slipped through become blanks, so that nobody can
/// forge a line. Log files are made with mode 0600.
@NullMarked
package org.postern.programs.log;

import org.jspecify.annotations.NullMarked;
