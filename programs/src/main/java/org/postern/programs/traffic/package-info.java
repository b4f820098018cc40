/// Mail traffic against a server of our own: a client that sends as fast as it is answered, and a next hop that takes
/// everything.
///
/// Place in the flow: outside of it. The rehearsal that the AOT cache is made from and the load driver of `bench` use
/// it; no daemon does.
///
/// ## Security
/// Loopback addresses only. Both sides believe what they are told, so they are for servers of our own.
@org.jspecify.annotations.NullMarked
package org.postern.programs.traffic;
