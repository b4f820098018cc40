package org.postern.receive;

import org.postern.base.StepTimes;

/// What sessions are counted in.
///
/// @param replies what was said
/// @param times how long the server took over each step: `name` (the name of the client, and IDENT), `connect` (up to
///     the greeting), `handshake`, each command by its name up to its reply, `message` (from the last bytes of a
///     message to its reply) and in it `commit`; waits that a client is made to bear are left out
record SessionFigures(ReplyCounts replies, StepTimes times) {
    SessionFigures() {
        this(new ReplyCounts(), new StepTimes());
    }
}
