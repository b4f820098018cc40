/// The entry of the image: the name that a program is called by chooses the program.
///
/// Place in the flow: the first class that runs in every process; it loads only the program that was asked for.
///
/// ## Security
/// Runs with the rights of whoever calls it; nothing is set-user-ID or set-group-ID. The launcher has already emptied
/// the environment of everything that could put code into the run-time.
@NullMarked
package org.postern.programs;

import org.jspecify.annotations.NullMarked;
