package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postern.base.Event;

class AcceptLoopTest {
    /// A listening socket of a host that has no free descriptors for a while.
    private static final class Exhausted extends ServerSocketChannel {
        private int left;
        private boolean over;

        Exhausted(int failures) {
            super(SelectorProvider.provider());
            left = failures;
        }

        @Override
        public SocketChannel accept() throws IOException {
            left--;
            if (left >= 0) {
                throw new IOException("Too many open files");
            }
            if (!over) {
                over = true;
                return SocketChannel.open();
            }
            throw new ClosedChannelException();
        }

        @Override
        public ServerSocketChannel bind(SocketAddress local, int backlog) {
            return this;
        }

        @Override
        public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) {
            return this;
        }

        @Override
        public <T> T getOption(SocketOption<T> name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            return Set.of();
        }

        @Override
        public java.net.ServerSocket socket() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SocketAddress getLocalAddress() {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void implCloseSelectableChannel() {}

        @Override
        protected void implConfigureBlocking(boolean block) {}
    }

    @Test
    @DisplayName("DOS-14: without free descriptors the loop waits, says so once, and goes on when there are some")
    void dos14NoFreeDescriptors() throws Exception {
        List<Event> events = new ArrayList<>();
        List<Long> pauses = new ArrayList<>();
        List<SocketChannel> taken = new ArrayList<>();
        AcceptLoop loop = new AcceptLoop(
                "MTA",
                new Exhausted(50),
                new ConnectionThrottle(new TestClock(), 0),
                0,
                taken::add,
                events::add,
                pauses::add);
        loop.start().join();
        assertThat(taken).hasSize(1);
        taken.getFirst().close();
        assertThat(pauses).hasSize(50).containsOnly(1000L);
        assertThat(events.stream().map(Event::line))
                .containsExactly("NOQUEUE: getrequests: accept: Too many open files");
    }
}
