package org.postern.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.postern.base.Ascii;
import org.postern.programs.traffic.TrafficSink;

/// Where the measured messages must arrive.
sealed interface Destination extends AutoCloseable {
    /// How many have arrived since it was made.
    long arrived() throws IOException;

    @Override
    default void close() throws IOException {}

    /// Nobody looks: all that is accepted counts as arrived.
    static Destination unknown() {
        return new Unknown();
    }

    /// A next hop on this port of the loopback address.
    static Destination sink(int port) throws IOException {
        return new Sink(new TrafficSink(port));
    }

    /// Mailboxes in mbox format; those that are missing count as empty.
    static Destination mailboxes(List<Path> files) throws IOException {
        List<Mailbox> mailboxes = files.stream().map(Mailbox::new).toList();
        for (Mailbox mailbox : mailboxes) {
            mailbox.forget();
        }
        return new Mailboxes(mailboxes);
    }

    /// See [#unknown].
    record Unknown() implements Destination {
        @Override
        public long arrived() {
            return Long.MAX_VALUE;
        }
    }

    /// See [#sink].
    record Sink(TrafficSink sink) implements Destination {
        @Override
        public long arrived() {
            return sink.messages();
        }

        @Override
        public void close() throws IOException {
            sink.close();
        }
    }

    /// See [#mailboxes].
    record Mailboxes(List<Mailbox> files) implements Destination {
        public Mailboxes {
            files = List.copyOf(files);
        }

        @Override
        public long arrived() throws IOException {
            long sum = 0;
            for (Mailbox file : files) {
                sum += file.arrived();
            }
            return sum;
        }
    }

    /// One mbox file that grows.
    final class Mailbox {
        private static final byte[] MARK = Ascii.bytes("\nFrom ");

        private final Path file;
        private final ByteBuffer piece = ByteBuffer.allocate(1 << 16);
        private long seen;
        private long found;
        private int matched = 1;

        private Mailbox(Path file) {
            this.file = file;
        }

        /// What lies in it by now does not count.
        private void forget() throws IOException {
            arrived();
            found = 0;
        }

        private long arrived() throws IOException {
            if (!Files.exists(file)) {
                return found;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                while (channel.read(piece.clear(), seen) > 0) {
                    seen += piece.position();
                    count(piece.flip());
                }
            }
            return found;
        }

        private void count(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                byte next = bytes.get();
                matched = next == MARK[matched] ? matched + 1 : next == MARK[0] ? 1 : 0;
                if (matched == MARK.length) {
                    found++;
                    matched = 0;
                }
            }
        }
    }
}
