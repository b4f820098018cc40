/// The control socket of sendmail (option ControlSocketName): one line asks, a few lines answer.
///
/// Place in the flow: opened by the network process beside its other doors; administrators and programs such as
/// watchers connect to it. Commands of our own about the queue have another socket (`programs/control`).
///
/// ## Security
/// The way to the socket must be safe as for sendmail, else it is not opened; the socket has mode 0600, and the
/// kernel says who calls: root, TrustedUser, and the account of the process itself. What a caller says is bounded,
/// and is escaped when it is repeated. The worst that a caller can do is to stop or restart the daemon.
@NullMarked
package org.postern.programs.console;

import org.jspecify.annotations.NullMarked;
