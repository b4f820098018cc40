/// The m4 macro processor: what GNU m4 1.4.19 does, for configurations in the m4 language and for the command `postern
/// m4`.
///
/// Place in the flow: module `mc` expands an administrator's `.mc` file and its own macro library here; nothing
/// that runs while mail flows uses it. [org.postern.m4.MacroProcessor] is the way in. It reads named texts
/// through a [org.postern.m4.TextSource], hands everything that it writes to a [org.postern.m4.MacroListener],
/// and reaches the outside (programs, temporary files) only through an [org.postern.m4.Outside], which refuses
/// unless the caller gives one.
///
/// ## Security
/// Input is what an administrator wrote, so it is trusted, but not trusted to be right: nesting, work, held text
/// and each file have limits ([org.postern.m4.M4Limits]), macro calls nest on a stack of our own, and regular
/// expressions are matched with counted steps, so that a wrong macro ends with a message and its place, never
/// with a hung or exhausted process. Nothing here starts a program or opens a socket.
@org.jspecify.annotations.NullMarked
package org.postern.m4;
