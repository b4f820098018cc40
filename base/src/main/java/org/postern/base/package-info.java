/// What every other module stands on: bytes and text, bounded lines, time, limits, exit codes.
///
/// Place in the flow: everywhere; it knows nothing about mail.
///
/// ## Security
/// Nothing here touches files, sockets or processes. Text of a peer is held as [PeerText] until a named
/// conversion states what it is used for.
@org.jspecify.annotations.NullMarked
package org.postern.base;
