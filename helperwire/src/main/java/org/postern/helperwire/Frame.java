package org.postern.helperwire;

/// What goes over the pair. `number` names the request that a frame belongs to.
sealed interface Frame {
    /// The version of this protocol; both ends are always of one build.
    int VERSION = 1;

    /// The most message bytes in one frame.
    int MAX_DATA = 64 * 1024;

    /// The first frame in both directions.
    record Hello(int version) implements Frame {}

    /// A request begins (network process to helper).
    record Begin(int number, HelperRequest request) implements Frame {}

    /// Message bytes (network process to helper).
    record Data(int number, Chunk bytes) implements Frame {}

    /// The message is complete and has `total` bytes (network process to helper).
    record End(int number, long total) implements Frame {}

    /// The request is given up; nothing of it may remain (network process to helper).
    record Abort(int number) implements Frame {}

    /// That many more bytes may be sent (helper to network process).
    record Credit(int number, int bytes) implements Frame {}

    /// What a program says in a conversation (helper to network process).
    record Output(int number, Chunk bytes) implements Frame {}

    /// The request has ended (helper to network process).
    record Answer(int number, HelperAnswer answer) implements Frame {}
}
