package org.postern.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.postern.programs.traffic.TrafficMessage;
import org.postern.programs.traffic.TrafficSession;

/// Sends messages to a daemon over several sessions at once.
///
/// @param port where the daemon listens on 127.0.0.1
/// @param messages sent in turn, one after the other and then from the first on again
/// @param sessions how many at once
/// @param reuse true: each session keeps its connection; false: one connection a message
record LoadSender(int port, List<TrafficMessage> messages, int sessions, boolean reuse) {
    LoadSender {
        messages = List.copyOf(messages);
    }

    /// Sends so many and waits until all are accepted.
    ///
    /// @return nanoseconds from the first command of each message to the reply to its end
    /// @throws IOException when one is not accepted
    long[] send(int count) throws InterruptedException, IOException {
        long[] nanos = new long[count];
        AtomicInteger next = new AtomicInteger();
        List<IOException> failures = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(sessions);
        for (int i = 0; i < sessions; i++) {
            Thread.ofVirtual().start(() -> {
                try {
                    session(next, nanos);
                } catch (IOException failed) {
                    failures.add(failed);
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        return nanos;
    }

    private void session(AtomicInteger next, long[] nanos) throws IOException {
        int number = next.getAndIncrement();
        while (number < nanos.length) {
            try (TrafficSession session = TrafficSession.plain(port)) {
                do {
                    long start = System.nanoTime();
                    if (!session.send(messages.get(number % messages.size()))) {
                        throw new IOException("the recipient was refused");
                    }
                    nanos[number] = System.nanoTime() - start;
                    number = next.getAndIncrement();
                } while (reuse && number < nanos.length);
            }
        }
    }
}
