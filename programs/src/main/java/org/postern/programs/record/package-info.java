/// `postern record`: keeps what the journal of decisions has, before it is overwritten.
///
/// Place in the flow: reads what [org.postern.programs.log.DecisionJournal] of the daemon has written; the copy is what
/// `postern check-config --against` tries a new configuration with.
///
/// ## Security
/// The copy holds who wrote to whom; like the journal it is a file of mode 0600, and only who may read the journal can
/// make one. It is never written through a link and never over a file that is there.
@NullMarked
package org.postern.programs.record;

import org.jspecify.annotations.NullMarked;
