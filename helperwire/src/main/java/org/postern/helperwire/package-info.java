/// What the network process may ask the helper, the answers, and the frames that carry both over one pair of pipes.
///
/// Place in the flow: [HelperClient] is used by the delivery side of the network process, [HelperServer] by the
/// helper, its parent. Several requests are under way at once; each has a number, and message bytes flow only as far
/// as the helper has granted credit, so that one slow delivery holds up no other.
///
/// ## Security
/// The helper is root and the other end faces the network: for the helper every byte that arrives is hostile. Frames
/// and all their fields are bounded before memory is taken for them, text cannot hold control characters, and what
/// does not parse is a value, never an exception that ends the helper: it is counted, refused, and after too many the
/// pair is closed. A request states a wish and no authority; the helper derives that anew. Nothing here touches files
/// by name, sockets or processes.
@org.jspecify.annotations.NullMarked
package org.postern.helperwire;
