package org.postern.programs.sendmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.cf.AddressTest;
import org.postern.cf.Configuration;
import org.postern.cf.ConfigurationOverrides;
import org.postern.cf.ConfigurationReader;
import org.postern.cf.DebugLevels;
import org.postern.cf.MapLookup;
import org.postern.cf.MemoryFiles;
import org.postern.cf.StartingPoint;
import org.postern.dns.TableResolver;
import org.postern.maps.MapEnvironment;
import org.postern.maps.MapSet;

/// What `-d8` tells. The lines were recorded from the real program with a name server for the same zone, without
/// those that show addresses in memory; the A record is asked for first here.
class NameServiceTraceTest {
    private static final String ZONE = """
            foo.test A 192.0.2.9
            mx.test MX 10 mail.mx.test.
            null.test MX 0 .
            down.test !TIMEOUT
            """;

    private final StringBuilder told = new StringBuilder();

    private String answer(int level, String line) {
        NameServiceTrace trace =
                new NameServiceTrace(TableResolver.parse(ZONE), wanted -> level >= wanted, told::append);
        Configuration configuration = new ConfigurationReader(
                        new MemoryFiles(Map.of()), StartingPoint.of("mail.oracle.test", "mail", List.of(), "8.17.1.9"))
                .readText("test.cf", "V10/Berkeley\n", ConfigurationOverrides.NONE);
        MapEnvironment environment = MapEnvironment.of(trace);
        Optional<MapLookup> host =
                MapSet.open(List.of(), environment).find("host").map(trace::canonifying);
        TestHosts hosts = new TestHosts(trace, _ -> host, configuration.scope(), true);
        AddressTest test = new AddressTest(configuration, _ -> host, hosts, DebugLevels.NONE);
        told.setLength(0);
        String answer = test.answer(line);
        return told + answer;
    }

    @Test
    void silentAtLevelZero() {
        assertThat(answer(0, "/canon foo.test")).isEqualTo("getcanonname(foo.test) returns foo.test\n");
    }

    @Test
    void wishes() {
        assertThat(answer(2, "/canon foo.test"))
                .isEqualTo("dns_getcanonname(foo.test, trymx=1)\ngetcanonname(foo.test) returns foo.test\n");
        assertThat(answer(2, "/mx null.test")).isEqualTo("""
                        getmxrr(null.test, droplocalhost=0, flags=2, port=-1)
                        getmxrr(null.test) returns null MX (See RFC7505)
                        """);
    }

    @Test
    void failures() {
        assertThat(answer(1, "/mx none.test")).isEqualTo("""
                        getmxrr: res_search(none.test) failed, h_errno=1
                        getmxrr(none.test) returns 0 value(s):
                        """);
        assertThat(answer(1, "/mx down.test")).isEqualTo("""
                        getmxrr: res_search(down.test) failed, h_errno=2
                        getmxrr(down.test) returns -1 value(s):
                        """);
        assertThat(answer(1, "/mx foo.test")).isEqualTo("""
                        getmxrr: res_search(foo.test) failed, h_errno=4
                        getmxrr(foo.test) returns 1 value(s):
                        \tfoo.test.
                        """);
    }

    @Test
    void questionsAndAnswers() {
        assertThat(answer(7, "/canon mx.test")).isEqualTo("""
                        dns_getcanonname(mx.test, trymx=1)
                        dns_getcanonname: trying mx.test. (A)
                        \tNO: errno=0, h_errno=4
                        dns_getcanonname: trying mx.test. (AAAA)
                        \tNO: errno=0, h_errno=4
                        dns_getcanonname: trying mx.test. (MX)
                        \tYES
                        dns_getcanonname: mx.test
                        getcanonname(mx.test) returns mx.test
                        """);
    }
}
