package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Who is let in when the host is busy or full, and what the log says of it.
class AdmissionTest {
    private static final class Load implements HostCondition {
        private final AtomicInteger load = new AtomicInteger();
        private boolean full;

        @Override
        public int loadAverage() {
            return load.get();
        }

        @Override
        public boolean lacksSpace() {
            return full;
        }

        @Override
        public boolean lacksSpaceFor(long bytes) {
            return bytes > 1_000_000;
        }
    }

    private final Load host = new Load();

    private ReceiveHarness harness(String... options) throws ListenException {
        ReceiveHarness harness = new ReceiveHarness(options);
        harness.condition(host);
        return harness.start();
    }

    @Test
    void refuseLaRefusesAndSaysSoOnce() throws Exception {
        host.load.set(9);
        try (ReceiveHarness harness = harness("O RefuseLA=9")) {
            for (int i = 0; i < 3; i++) {
                try (SmtpTalk talk = new SmtpTalk(harness.address())) {
                    assertThat(talk.reply()).isEqualTo("421 4.3.2 mx.exam.test Load too high, try again later");
                    assertThat(talk.closed()).isTrue();
                }
            }
            assertThat(harness.log(9)).containsExactly("rejecting connections on daemon MTA: load average: 9");
            host.load.set(8);
            harness.talk().close();
        }
    }

    @Test
    void delayLaLetsASecondPassAndGoesOn() throws Exception {
        host.load.set(3);
        try (ReceiveHarness harness = harness("O DelayLA=2")) {
            harness.talk().close();
            harness.talk().close();
            assertThat(harness.pauses).containsExactly(1000L, 1000L);
            assertThat(harness.log(9)).contains("delaying connections on daemon MTA: load average=3 >= 2");
            assertThat(harness.log(9).stream().filter(line -> line.startsWith("delaying")))
                    .hasSize(1);
        }
    }

    @Test
    void delayLaSlowsCommandsThatCostSomething() throws Exception {
        host.load.set(3);
        try (ReceiveHarness harness = harness("O DelayLA=2");
                SmtpTalk talk = harness.talk()) {
            for (String line : List.of("EHLO c", "NOOP", "VRFY alice", "RSET", "MAIL FROM:<a@good.test>", "QUIT")) {
                talk.ask(line);
            }
            assertThat(harness.pauses).containsExactly(1000L, 1000L, 1000L, 1000L);
            assertThat(harness.log(9).stream().filter(line -> line.startsWith("delaying")))
                    .containsExactly(
                            "delaying connections on daemon MTA: load average=3 >= 2",
                            "delaying=EHLO, load average=3 >= 2");
        }
    }

    @Test
    void aPortsOwnQueueLaHoldsWhatCostsMuch() throws Exception {
        host.load.set(3);
        try (ReceiveHarness harness =
                harness("O DaemonPortOptions=Name=Busy, Addr=127.0.0.1, Port=0, queueLA=2", "O QueueFactor=100000")) {
            for (java.net.InetSocketAddress address : harness.service().addresses()) {
                try (SmtpTalk talk = new SmtpTalk(address)) {
                    talk.reply();
                    for (int recipients = 1; recipients <= 2; recipients++) {
                        talk.ask("MAIL FROM:<a@good.test>");
                        for (int i = 0; i < recipients; i++) {
                            talk.ask("RCPT TO:<bob@exam.test>");
                        }
                        talk.ask("DATA");
                        talk.ask("Subject: x\r\n\r\nbody\r\n.");
                    }
                }
            }
            // 100000 / (3 - 2 + 1) is what a message may cost; a recipient costs 30000.
            assertThat(harness.queue.messages().stream()
                            .map(one -> one.envelope().macros().getOrDefault("deliveryMode", "-")))
                    .containsExactly("-", "-", "-", "q");
        }
    }

    @Test
    @DisplayName("DOS-13: without room only queue runs are served")
    void dos13WithoutRoomOnlyQueueRunsAreServed() throws Exception {
        host.full = true;
        try (ReceiveHarness harness = harness();
                SmtpTalk talk = harness.talk()) {
            assertThat(talk.ask("EHLO c")).contains("250-8BITMIME");
            assertThat(talk.ask("MAIL FROM:<a@good.test>"))
                    .isEqualTo("452 4.4.5 Insufficient disk space; try again later");
            assertThat(talk.ask("ETRN good.test")).startsWith("250 ");
            assertThat(talk.ask("NOOP")).startsWith("250 ");
        }
    }

    @Test
    @DisplayName("DOS-13: a message that does not fit is refused at MAIL")
    void dos13AMessageThatDoesNotFitIsRefusedAtMail() throws Exception {
        try (ReceiveHarness harness = harness();
                SmtpTalk talk = harness.talk()) {
            assertThat(talk.ask("MAIL FROM:<a@good.test> SIZE=1000001"))
                    .isEqualTo("452 4.4.5 Insufficient disk space; try again later");
            assertThat(talk.ask("MAIL FROM:<a@good.test> SIZE=1000000")).startsWith("250 ");
        }
        SystemCondition real = new SystemCondition(
                java.nio.file.Path.of("/proc/loadavg"), List.of(java.nio.file.Path.of("/")), 0, new TestClock());
        assertThat(real.lacksSpaceFor(1)).isFalse();
        assertThat(real.lacksSpaceFor(Long.MAX_VALUE)).isTrue();
    }

    @Test
    void aLongRejectionIsSaidAgainAtTheInterval() {
        TestClock clock = new TestClock();
        java.util.List<String> lines = new java.util.ArrayList<>();
        RejectionLog log = new RejectionLog("MTA", Duration.ofHours(3), clock, event -> lines.add(event.line()));
        log.rejected("load average: 20");
        clock.advanceMillis(1 * 3_600_000L);
        log.rejected("load average: 20");
        clock.advanceMillis(2 * 3_600_000L);
        log.rejected("load average: 21");
        log.rejected("load average: 21");
        log.accepted();
        clock.advanceMillis(10 * 1000L);
        log.rejected("2 children, max 2");
        assertThat(lines)
                .containsExactly(
                        "rejecting connections on daemon MTA: load average: 20",
                        "have been rejecting connections on daemon MTA for 03:00:00",
                        "rejecting connections on daemon MTA: 2 children, max 2");
        assertThat(RejectionLog.interval(Duration.ofSeconds(93_784))).isEqualTo("1+02:03:04");
    }

    @Test
    void twoDaemonsOfBothFamiliesShareAllAddressesOfAPort() throws Exception {
        for (String first : new String[] {"inet", "inet6"}) {
            int port = freePort();
            String second = first.equals("inet") ? "inet6" : "inet";
            try (ReceiveHarness harness = new ReceiveHarness(
                    "O DaemonPortOptions=Name=" + first + ", Family=" + first + ", Port=" + port,
                    "O DaemonPortOptions=Name=" + second + ", Family=" + second + ", Port=" + port)) {
                harness.rules.on(
                        "check_mail",
                        (arguments, macros) -> ScriptedRules.reject(
                                550,
                                new org.postern.mail.EnhancedStatus(5, 7, 1),
                                macros.macro("daemon_name").orElse("") + " "
                                        + macros.macro("daemon_family").orElse("")));
                harness.start();
                for (String address : new String[] {"127.0.0.1", "::1"}) {
                    String name = address.equals("::1") ? "inet6" : "inet";
                    try (SmtpTalk talk = new SmtpTalk(
                            new java.net.InetSocketAddress(java.net.InetAddress.ofLiteral(address), port))) {
                        talk.reply();
                        assertThat(talk.ask("MAIL FROM:<a@good.test>"))
                                .isEqualTo("550 5.7.1 <a@good.test>... " + name + " " + name);
                    }
                }
            }
        }
    }

    private static int freePort() throws java.io.IOException {
        try (java.net.ServerSocket free = new java.net.ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    @Test
    void anOptionalDaemonMayFailToListen() throws Exception {
        try (java.net.ServerSocket taken =
                        new java.net.ServerSocket(0, 1, java.net.InetAddress.ofLiteral("127.0.0.1"));
                ReceiveHarness harness = new ReceiveHarness(
                        "O DaemonPortOptions=Name=Extra, Addr=127.0.0.1, M=O, Port=" + taken.getLocalPort())) {
            harness.start().talk().close();
            assertThat(harness.log(9).getFirst()).contains("opendaemonsocket: daemon Extra: cannot bind");
        }
    }
}
