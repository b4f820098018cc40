package org.postern.bench;

import java.io.IOException;
import java.util.List;

/// Sends messages to a daemon over several sessions at once.
///
/// @param port where the daemon listens on 127.0.0.1
/// @param messages sent in turn, one after the other and then from the first on again
/// @param sessions how many at once
/// @param reuse true: each session keeps its connection; false: one connection a message
record LoadSender(int port, List<LoadMessage> messages, int sessions, boolean reuse) {
    LoadSender {
        messages = List.copyOf(messages);
    }

    /// Sends so many and waits until all are accepted.
    ///
    /// @return nanoseconds from the first command of each message to the reply to its end
    /// @throws IOException when one is not accepted
    long[] send(int count) throws IOException {
        LoadWork work = new LoadWork(messages, count);
        try (LoadLoop loop = new LoadLoop(port, work, reuse)) {
            loop.run(sessions);
        }
        return work.nanos();
    }
}
