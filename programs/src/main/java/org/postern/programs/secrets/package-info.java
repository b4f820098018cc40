/// The commands saslpasswd2 and sasldblistusers2, and the file of secrets that they work on.
///
/// Place in the flow: an administrator changes the file with these commands; the network process reads it
/// (`mta`), by itself or as the helper's copy.
///
/// ## Security
/// The file holds passwords or what can be guessed from: a new one is readable for its owner only, an existing one
/// keeps owner and mode. It is replaced as a whole under a lock, so that no reader sees half of it and no change is
/// lost. Passwords are never arguments and never printed.
@org.jspecify.annotations.NullMarked
package org.postern.programs.secrets;
