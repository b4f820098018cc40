/// The daemon: the two processes, each put together by hand in one assembly.
///
/// Place in the flow: [HelperStart] runs as the parent, [NetworkProgram] as the process that faces the network.
///
/// ## Security
/// The parent reads the configuration that root owns and starts the network process with the least rights; the network
/// process confines itself before it opens a port and says in the log how well it is confined.
@NullMarked
package org.postern.programs.mta;

import org.jspecify.annotations.NullMarked;
