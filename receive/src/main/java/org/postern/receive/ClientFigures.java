package org.postern.receive;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.base.Clock;

/// How many connections each client address has open, and how many it has opened lately: the macros
/// `{client_connections}`, `{client_rate}`, `{total_rate}` (option ConnectionRateWindowSize).
///
/// Memory is bounded: addresses without open connections are forgotten when their window is over, and when the table
/// is full the whole past is forgotten before a new address is refused its place. Counts of open connections are
/// never lost.
final class ClientFigures {
    /// One moment's counts, the new connection included.
    ///
    /// @param connections open connections of this client
    /// @param rate connections of this client within the window
    /// @param totalRate connections of all clients within the window
    record Counts(int connections, int rate, int totalRate) {}

    private static final int PARTS = 6;

    private final Clock clock;
    private final long partNanos;
    private final int maxAddresses;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Client> clients = new HashMap<>();
    private final Client total = new Client();

    /// @param windowNanos the window of the rates
    /// @param maxAddresses how many addresses without open connections are remembered
    ClientFigures(Clock clock, long windowNanos, int maxAddresses) {
        this.clock = clock;
        this.partNanos = Math.max(1, windowNanos / PARTS);
        this.maxAddresses = maxAddresses;
    }

    /// Counts a new connection. Each call is paired with one of [#closed].
    Counts opened(String address) {
        long part = Math.floorDiv(clock.nanoTime(), partNanos);
        lock.lock();
        try {
            if (clients.size() >= maxAddresses && !clients.containsKey(address)) {
                forgetThePast(part);
            }
            Client client = clients.computeIfAbsent(address, _ -> new Client());
            client.open++;
            total.open++;
            return new Counts(client.open, client.count(part), total.count(part));
        } finally {
            lock.unlock();
        }
    }

    /// The connection is over.
    void closed(String address) {
        lock.lock();
        try {
            Client client = clients.get(address);
            if (client != null && client.open > 0) {
                client.open--;
                total.open--;
            }
        } finally {
            lock.unlock();
        }
    }

    /// Open connections of all clients.
    int open() {
        lock.lock();
        try {
            return total.open;
        } finally {
            lock.unlock();
        }
    }

    private void forgetThePast(long part) {
        int kept = 0;
        for (Iterator<Client> all = clients.values().iterator(); all.hasNext(); ) {
            Client client = all.next();
            if (client.open == 0 && client.isOver(part)) {
                all.remove();
            } else if (client.open == 0) {
                kept++;
            }
        }
        if (kept >= maxAddresses / 2) {
            clients.values().removeIf(client -> client.open == 0);
        }
    }

    /// A ring of counts, one for each sixth of the window.
    private static final class Client {
        private final int[] counts = new int[PARTS];
        private long last = Long.MIN_VALUE;
        private int open;

        int count(long part) {
            if (isOver(part)) {
                java.util.Arrays.fill(counts, 0);
            } else {
                for (long gone = last + 1; gone <= part; gone++) {
                    counts[Math.floorMod(gone, PARTS)] = 0;
                }
            }
            last = part;
            counts[Math.floorMod(part, PARTS)]++;
            int sum = 0;
            for (int one : counts) {
                sum += one;
            }
            return sum;
        }

        boolean isOver(long part) {
            return last == Long.MIN_VALUE || part - last >= PARTS;
        }
    }
}
