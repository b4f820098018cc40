/// The command `m4` (`postern m4`): options, files and standard input around the processor of module `m4`.
///
/// Place in the flow: none; a tool for administrators.
///
/// ## Security
/// Runs as whoever calls it. Programs, temporary files and trace files are only for macros of a caller who gave
/// `--allow-programs`; without it `syscmd` and its like are errors. The network process never loads this package.
@org.jspecify.annotations.NullMarked
package org.postern.programs.m4;
