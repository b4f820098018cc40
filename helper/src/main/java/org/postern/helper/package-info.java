/// The helper: the parent process, which keeps the rights that the network process must never have.
///
/// Place in the flow: started first, as root or as an ordinary user. It finds the account of the network process,
/// gives that account the queue, starts the network process with [NetworkProcess] so that no thread of it ever was
/// root, and then serves its requests ([Helper]) until one of the two ends; then both do.
///
/// ## Security
/// This process is root and reads what a process that faces the network sends: bounded frames, and in them names
/// and message bytes. A request is a wish. The helper looks the user up itself, makes the path from its own
/// configuration, refuses uid 0, and writes as the user, by descriptors, on a thread that has become him. Lists of
/// addresses, programs and files are reached by the way that a request names and the helper goes itself
/// ([UserRules] say by which configuration). Files that only root may read are shown as copies, when its own
/// configuration names them and their way is root's alone ([FileCopies]). What can neither be delivered nor
/// returned is appended to the one file that its own configuration names ([DeadLetters]). Passwords of the system
/// are looked at when its own configuration asks for that, few at once and slowly ([PasswordService]). Of a
/// command that runs the queue in the foreground it is the process with the standard input and output, which
/// only a mailer of its own configuration may speak with ([Console]). It opens no socket, reads no mail beyond
/// looking for line ends, and has no virtual threads.
@org.jspecify.annotations.NullMarked
package org.postern.helper;
