package org.postern.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.cf.MacroScope;
import org.postern.cf.PortOptions;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.EnhancedStatus;
import org.postern.testkit.FakeClock;

/// What bounds connections and memory: turns, kept connections, dead hosts; and the times of the log.
final class LimitsTest {
    private final FakeClock clock = new FakeClock();

    private static final class Kept implements IdleConnections.Kept {
        private final String name;
        private boolean retired;

        Kept(String name) {
            this.name = name;
        }

        @Override
        public void retire() {
            retired = true;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @Test
    void keepsWhatAProcessForEachMessageWouldKeep() {
        DeliveryLimits limits = DeliveryLimits.defaults();
        assertThat(limits.idleConnections(0)).isZero();
        assertThat(limits.idleConnections(2)).isEqualTo(64);
        assertThat(limits.idleConnections(100)).isEqualTo(100);
        assertThat(limits.idleConnections(100_000)).isEqualTo(200);
    }

    @Test
    void growsWithSuccessAndHalvesWithFailure() throws InterruptedException {
        DestinationLimits limits = new DestinationLimits(2, 4, 10);
        for (int i = 0; i < 5; i++) {
            limits.begin("x", Duration.ZERO).orElseThrow().end(true);
        }
        assertThat(limits.limit("x")).isEqualTo(4);

        limits.begin("x", Duration.ZERO).orElseThrow().end(false);
        assertThat(limits.limit("x")).isEqualTo(2);
        limits.begin("x", Duration.ZERO).orElseThrow().end(false);
        limits.begin("x", Duration.ZERO).orElseThrow().end(false);
        assertThat(limits.limit("x")).isEqualTo(1);
    }

    @Test
    void givesNoMoreTurnsThanAllowed() throws InterruptedException {
        DestinationLimits limits = new DestinationLimits(2, 4, 10);
        DestinationLimits.Turn first = limits.begin("x", Duration.ZERO).orElseThrow();

        assertThat(limits.begin("x", Duration.ZERO)).isPresent();
        assertThat(limits.begin("x", Duration.ZERO)).isEmpty();
        assertThat(limits.begin("y", Duration.ZERO)).isPresent();
        first.end(false);
        first.end(true);
        assertThat(limits.begin("x", Duration.ZERO)).isEmpty();
    }

    @Test
    void wakesWhoWaits() throws InterruptedException {
        DestinationLimits limits = new DestinationLimits(1, 1, 10);
        DestinationLimits.Turn turn = limits.begin("x", Duration.ZERO).orElseThrow();
        List<Optional<DestinationLimits.Turn>> got = new ArrayList<>();
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                got.add(limits.begin("x", Duration.ofSeconds(20)));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        turn.end(true);
        waiting.join();

        assertThat(got).hasSize(1).allMatch(Optional::isPresent);
    }

    @Test
    void givesTurnsInTheOrderOfComing() throws InterruptedException {
        DestinationLimits limits = new DestinationLimits(1, 1, 10);
        DestinationLimits.Turn turn = limits.begin("x", Duration.ZERO).orElseThrow();
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            waiting.add(Thread.ofVirtual().start(() -> {
                try {
                    DestinationLimits.Turn mine =
                            limits.begin("x", Duration.ofSeconds(20)).orElseThrow();
                    order.add(number);
                    mine.end(true);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }));
            while (limits.waiting("x") <= i) {
                Thread.onSpinWait();
            }
        }
        turn.end(true);
        for (Thread thread : waiting) {
            thread.join();
        }
        assertThat(order).isSorted().hasSize(20);
    }

    @Test
    void letsFewWaitForADestinationThatHasFallenBack() throws InterruptedException {
        DestinationLimits limits = new DestinationLimits(2, 4, 10);
        limits.begin("x", Duration.ZERO).orElseThrow().end(false);
        DestinationLimits.Turn turn = limits.begin("x", Duration.ZERO).orElseThrow();
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waiting.add(Thread.ofVirtual().start(() -> {
                try {
                    limits.begin("x", Duration.ofSeconds(20)).orElseThrow().end(true);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        while (limits.waiting("x") < 4) {
            Thread.onSpinWait();
        }
        assertThat(limits.begin("x", Duration.ofSeconds(20))).isEmpty();
        turn.end(true);
        for (Thread thread : waiting) {
            thread.join();
        }
        assertThat(limits.limit("x")).isEqualTo(4);
    }

    @Test
    void forgetsDestinationsThatNobodyUses() throws InterruptedException {
        DestinationLimits limits = new DestinationLimits(2, 4, 10);
        for (int i = 0; i < 1000; i++) {
            limits.begin("host" + i, Duration.ZERO).orElseThrow().end(true);
        }

        assertThat(limits.remembered()).isLessThanOrEqualTo(11);
    }

    @Test
    void keepsTheYoungestConnections() {
        IdleConnections<Kept> idle = new IdleConnections<>(clock, 2, Duration.ofSeconds(60));
        Kept first = new Kept("first");
        Kept second = new Kept("second");
        Kept third = new Kept("third");
        idle.keep("x", first);
        idle.keep("x", second);
        idle.keep("y", third);

        assertThat(first.retired).isTrue();
        assertThat(idle.take("x")).contains(second);
        assertThat(idle.take("x")).isEmpty();
        assertThat(idle.size()).isEqualTo(1);
        idle.close();
        assertThat(third.retired).isTrue();
        idle.keep("x", second);
        assertThat(second.retired).isTrue();
    }

    @Test
    void retiresConnectionsThatNobodyWants() {
        IdleConnections<Kept> idle = new IdleConnections<>(clock, 5, Duration.ofSeconds(60));
        Kept old = new Kept("old");
        idle.keep("x", old);
        clock.advance(Duration.ofSeconds(59));
        Kept young = new Kept("young");
        idle.keep("x", young);
        idle.sweep();
        assertThat(old.retired).isFalse();
        clock.advance(Duration.ofSeconds(1));
        idle.sweep();

        assertThat(old.retired).isTrue();
        assertThat(young.retired).isFalse();
    }

    @Test
    void remembersDeadHostsForAWhileAndNotTooMany() {
        HostStatus status = new HostStatus(clock, Duration.ofSeconds(20), 3);
        for (int i = 0; i < 4; i++) {
            status.failed("host" + i, "", DeliveryTexts.refused("host" + i));
        }

        assertThat(status.whyDead("host0", "")).isEmpty();
        assertThat(status.whyDead("host3", "")).isPresent();
        status.reached("host3", "", Optional.empty());
        assertThat(status.whyDead("host3", "")).isEmpty();
        clock.advance(Duration.ofSeconds(20));
        assertThat(status.whyDead("host2", "")).isEmpty();
    }

    @Test
    void refusesSenselessLimits() {
        assertThatThrownBy(() -> DeliveryLimits.defaults().withMessages(0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DeliveryLimits.defaults().withConnections(5, 4))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writesTimesAsSendmailDoes() {
        assertThat(Elapsed.words(432_000)).isEqualTo("5 days");
        assertThat(Elapsed.words(14_400)).isEqualTo("4 hours");
        assertThat(Elapsed.words(86_400)).isEqualTo("1 day");
        assertThat(Elapsed.words(1)).isEqualTo("1 second");
    }

    @Test
    void keepsPeerTextOutOfTheLog() {
        DeliveryOutcome outcome =
                DeliveryTexts.deferred(new EnhancedStatus(4, 0, 0), "evil\r\nMay 1 host sendmail: forged");

        assertThat(outcome.statusText()).isEqualTo("Deferred: evil\\015\\012May 1 host sendmail: forged");
    }

    @Test
    void readsPortsWithoutAnyLookUp() {
        assertThat(ClientPorts.port("25")).contains(25);
        assertThat(ClientPorts.port("Submission")).contains(587);
        assertThat(ClientPorts.port("0")).isEmpty();
        assertThat(ClientPorts.port("65536")).isEmpty();
        assertThat(ClientPorts.port("-1")).isEmpty();
        assertThat(ClientPorts.port("gopher")).isEmpty();
    }

    @Test
    void givesAllConnectionsOfADeliveryOneTime() {
        ConnectTime both = new ConnectTime(clock, Duration.ofSeconds(10), Duration.ofSeconds(15), true);
        assertThat(both.next()).contains(10_000);
        clock.advance(Duration.ofSeconds(10));
        assertThat(both.next()).contains(5_000);
        clock.advance(Duration.ofSeconds(5));
        assertThat(both.next()).isEmpty();

        assertThat(new ConnectTime(clock, Duration.ZERO, Duration.ZERO, true).next())
                .contains(0);
        assertThat(new ConnectTime(clock, Duration.ZERO, Duration.ofSeconds(3), true).next())
                .contains(3_000);
    }

    @Test
    void bindsAsClientPortOptionsSay() throws IOException {
        InetAddress target = InetAddress.ofLiteral("127.0.0.1");
        ClientPorts none = new ClientPorts(List.of(client(PortOptions.Family.INET6, "::1", "", "h")));
        assertThat(none.sourceFor(target)).isEmpty();
        assertThat(none.namesInterface(target)).isFalse();
        assertThat(none.namesInterface(InetAddress.ofLiteral("::1"))).isTrue();

        ClientPorts bound = new ClientPorts(List.of(client(PortOptions.Family.INET, "127.0.0.2", "0", "")));
        try (Socket socket = new Socket()) {
            bound.prepare(socket, target, Optional.empty());
            assertThat(socket.getLocalAddress()).isEqualTo(InetAddress.ofLiteral("127.0.0.2"));
        }
        ClientPorts port = new ClientPorts(List.of(client(PortOptions.Family.INET, "", "2525", "")));
        assertThat(port.sourceFor(target)).contains(new InetSocketAddress(2525));
    }

    /// Modifier `b` of DaemonPortOptions: mail leaves from the address that it came to.
    @Test
    void bindsToTheAddressOfArrivalWhereTheDaemonWantsIt() throws IOException {
        MacroScope macros = new MapScope(new HashMap<>());
        macros.define("if_addr", "127.0.0.3");
        macros.define("daemon_flags", "a CC");
        assertThat(ClientPorts.ofArrival(macros)).isEmpty();
        macros.define("daemon_flags", "a b");
        Optional<InetAddress> own = ClientPorts.ofArrival(macros);
        assertThat(own).contains(InetAddress.ofLiteral("127.0.0.3"));
        assertThat(new Endpoint.Port(25, own)).hasToString("25 from 127.0.0.3");

        ClientPorts ports = new ClientPorts(List.of(client(PortOptions.Family.INET, "127.0.0.2", "0", "")));
        try (Socket socket = new Socket();
                Socket other = new Socket()) {
            ports.prepare(socket, InetAddress.ofLiteral("127.0.0.1"), own);
            assertThat(socket.getLocalAddress()).isEqualTo(InetAddress.ofLiteral("127.0.0.3"));
            ports.prepare(other, InetAddress.ofLiteral("::1"), own);
            assertThat(other.isBound()).isFalse();
        }
    }

    private record MapScope(Map<String, String> values) implements MacroScope {
        @Override
        public Optional<String> macro(String name) {
            return Optional.ofNullable(values.get(name));
        }

        @Override
        public void define(String name, String value) {
            values.put(name, value);
        }
    }

    /// `SndBufSize`, `RcvBufSize`; the options of the other family do not count.
    @Test
    void setsBuffersAsClientPortOptionsSay() throws IOException {
        InetAddress target = InetAddress.ofLiteral("127.0.0.1");
        PortOptions small = new PortOptions(
                "", "", "", PortOptions.Family.INET, 10, 50_000, 16_384, "SA", Optional.empty(), 0, ' ', 0, 0, 0);
        PortOptions other = new PortOptions(
                "", "", "", PortOptions.Family.INET6, 10, 100_000, 100_000, "h", Optional.empty(), 0, ' ', 0, 0, 0);
        ClientPorts ports = new ClientPorts(List.of(other, small));
        try (Socket plain = new Socket();
                Socket prepared = new Socket()) {
            ports.prepare(prepared, target, Optional.empty());
            assertThat(prepared.getSendBufferSize()).isNotEqualTo(plain.getSendBufferSize());
            assertThat(prepared.getReceiveBufferSize()).isNotEqualTo(plain.getReceiveBufferSize());
        }
        assertThat(ports.modifiers(target)).isEqualTo("SA");
        assertThat(ports.modifiers(InetAddress.ofLiteral("::1"))).isEqualTo("h");
    }

    private static PortOptions client(PortOptions.Family family, String address, String port, String modifiers) {
        return new PortOptions("", address, port, family, 10, 0, 8192, modifiers, Optional.empty(), 0, ' ', 0, 0, 0);
    }
}
