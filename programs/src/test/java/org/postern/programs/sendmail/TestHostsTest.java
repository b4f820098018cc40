package org.postern.programs.sendmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.cf.Configuration;
import org.postern.cf.ConfigurationOverrides;
import org.postern.cf.ConfigurationReader;
import org.postern.cf.MemoryFiles;
import org.postern.cf.StartingPoint;
import org.postern.dns.TableResolver;
import org.postern.maps.MapEnvironment;
import org.postern.maps.MapSet;

/// What `/mx` prints. The expected lines were recorded from the real program in a network of its own, with a name
/// server for the same zone.
class TestHostsTest {
    private static final String ZONE = """
            a.test A 192.0.2.9
            mx.test MX 20 b.test.
            mx.test MX 10 a.test.
            null.test MX 0 .
            txt.test TXT "hello"
            down.test !TIMEOUT
            """;

    @ParameterizedTest
    @CsvSource({
        "a.test,true,1 value(s):|+a.test.|",
        "mx.test,true,2 value(s):|+a.test.|+b.test.|",
        "MX.test.,true,2 value(s):|+a.test.|+b.test.|",
        "null.test,true,null MX (See RFC7505)|",
        "txt.test,true,0 value(s):|",
        "nosuch.test,true,0 value(s):|",
        "down.test,true,-1 value(s):|",
        "[1.2.3.4],true,1 value(s):|+[1.2.3.4]|",
        "[x],true,0 value(s):|",
        "a.test,false,0 value(s):|",
        "[1.2.3.4],false,1 value(s):|+[1.2.3.4]|"
    })
    void mailExchangers(String host, boolean nameService, String expected) {
        TableResolver resolver = TableResolver.parse(ZONE);
        Configuration configuration = new ConfigurationReader(
                        new MemoryFiles(Map.of()),
                        StartingPoint.of("mx.exam.test", "mx.exam.test", List.of(), "8.17.1.9"))
                .readText("test.cf", "V10/Berkeley\n", ConfigurationOverrides.NONE);
        MapSet maps = MapSet.open(List.of(), MapEnvironment.of(resolver));
        NameServiceTrace quiet = new NameServiceTrace(resolver, _ -> false, _ -> {});
        TestHosts hosts = new TestHosts(quiet, maps::find, configuration.scope(), nameService);
        assertThat(hosts.mx(host))
                .isEqualTo("getmxrr(" + host + ") returns "
                        + expected.replace('|', '\n').replace('+', '\t'));
    }
}
