/// `postern explain`: why mail goes where it goes, and why a client gets the reply that it gets.
///
/// Place in the flow: none; it runs the rules, the session logic and the expansion of the daemon with a listener
/// ([org.postern.cf.RuleRecorder]) and shows what that heard. It has no rules of its own.
///
/// ## Security
/// Nothing is sent, queued or written; programs are not run. Maps and name servers are asked as the daemon would ask
/// them, with the rights of the caller; lists are read as the users whose they are when root calls. Everything that
/// comes from addresses, maps and name servers is escaped before it reaches a terminal.
@NullMarked
package org.postern.programs.explain;

import org.jspecify.annotations.NullMarked;
