package org.postern.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// Ports of the loopback address that are free, all different, and below those that the kernel gives to outgoing
/// connections: a test that starts its server again finds them free again.
public final class FreePorts {
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final int ATTEMPTS = 200;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    /// Finds ports; no two calls in one JVM give the same one.
    ///
    /// @throws IOException when too few are free
    public static List<Integer> find(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        try {
            for (int i = 0; i < ATTEMPTS && ports.size() < count; i++) {
                int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
                if (!GIVEN.add(port)) {
                    continue;
                }
                try {
                    held.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
                    ports.add(port);
                } catch (IOException taken) {
                    // The next one.
                }
            }
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
        if (ports.size() < count) {
            throw new IOException("no free ports between " + FIRST + " and " + LAST);
        }
        return ports;
    }
}
