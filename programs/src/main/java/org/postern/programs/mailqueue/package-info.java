/// `postern queue`: shows waiting messages and holds, releases, requeues, deletes, bounces or reroutes those that are
/// selected.
///
/// Place in the flow: [QueueProgram] changes queue files under their locks through `queue/QueueEditor`, as the owner of
/// the queue, and then asks the daemon, if there is one, to run what it changed.
///
/// ## Security
/// Works with the rights of its caller; root becomes the owner of the queue first, for ever. Text of peers is escaped
/// before it is shown. What it asks of a delivery stands in macros of the queue file, which nobody but the owner of the
/// queue can write.
@org.jspecify.annotations.NullMarked
package org.postern.programs.mailqueue;
