package org.postern.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Holds many sessions in five states, and says one byte in each of them now and then, all at the same moment: what
/// slow clients are at their worst. Prints how many are open. (Text that comes together with DATA would end a session.)
///
/// A process may have a bounded number of open files, so the work is shared by several of these.
public final class SlowClients {
    private static final List<String> BEGUN = List.of(
            "",
            "EH",
            "EHLO c\r\nMAI",
            "MAIL FROM:<a@slow.test>\r\nRCPT TO:<postmaster>\r\nDATA\r\n",
            "MAIL FROM:<a@slow.test>\r\nRCPT TO:<postmaster>\r\nBDAT 1000\r\nSubj");
    private static final int PER_ADDRESS = 2500;
    private static final int AT_ONCE = 64;

    private final List<SocketChannel> open = new ArrayList<>();
    private final ByteBuffer heard = ByteBuffer.allocateDirect(4096);
    private final Selector selector;
    private int greeted;
    private int closed;

    private SlowClients(Selector selector) {
        this.selector = selector;
    }

    /// Runs for so long.
    ///
    /// @param arguments port, number of clients, N of the first address 127.0.0.N, seconds from byte to byte,
    ///     seconds altogether
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        int first = Integer.parseInt(arguments[2]);
        long pause = TimeUnit.SECONDS.toNanos(Integer.parseInt(arguments[3]));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.parseInt(arguments[4]));
        try (Selector selector = Selector.open()) {
            SlowClients clients = new SlowClients(selector);
            clients.connect(port, count, first);
            System.out.println("slow clients: " + clients.open.size() + " connected");
            while (clients.greeted < clients.open.size() - clients.closed) {
                clients.hear(1000);
            }
            System.out.println("slow clients: all greeted");
            clients.hold(pause, end);
        }
        System.exit(0);
    }

    private void connect(int port, int count, int first) throws IOException {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.bind(new InetSocketAddress("127.0.0." + (first + i / PER_ADDRESS), 0));
            channel.connect(server);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, BEGUN.get(i % BEGUN.size()));
            open.add(channel);
            if (i % AT_ONCE == 0) {
                hear(0);
            }
        }
    }

    private void hold(long pause, long end) throws IOException {
        long next = System.nanoTime() + pause;
        while (System.nanoTime() - end < 0) {
            hear(Math.max(1, TimeUnit.NANOSECONDS.toMillis(Math.min(next, end) - System.nanoTime())));
            if (System.nanoTime() - next >= 0) {
                long begin = System.nanoTime();
                for (SocketChannel channel : open) {
                    if (channel.isOpen()) {
                        say(channel, "x");
                    }
                }
                System.out.printf(
                        "slow clients: %d open, a byte in each within %d ms%n",
                        open.size() - closed, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
                next += pause;
            }
        }
    }

    private void say(SocketChannel channel, String text) throws IOException {
        try {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IOException gone) {
            close(channel);
        }
    }

    /// Reads away what the server says; a greeting is answered with how this client begins.
    private void hear(long millis) throws IOException {
        int _ = millis == 0 ? selector.selectNow() : selector.select(millis);
        for (SelectionKey key : selector.selectedKeys()) {
            SocketChannel channel = (SocketChannel) key.channel();
            try {
                heard.clear();
                if (channel.read(heard) < 0) {
                    close(channel);
                } else if (key.attachment() instanceof String begin) {
                    key.attach(null);
                    greeted++;
                    say(channel, begin);
                }
            } catch (IOException gone) {
                close(channel);
            }
        }
        selector.selectedKeys().clear();
    }

    private void close(SocketChannel channel) throws IOException {
        channel.close();
        closed++;
    }
}
