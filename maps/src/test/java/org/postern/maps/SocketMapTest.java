package org.postern.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Ascii;
import org.postern.base.EventSink;
import org.postern.cf.LookupResult;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;
import org.postern.dns.HostsTable;
import org.postern.testkit.SendmailFolder;
import org.postern.testkit.SocketMapServer;

/// `socket` maps, before our own server and, where it answers the same way, beside the real program.
class SocketMapTest {
    private static final String CONFIGURATION = """
            V10/Berkeley
            O DontBlameSendmail=TrustStickyBit
            O ServiceSwitchFile=${folder}/etc/service.switch
            O HostsFile=${folder}/etc/hosts
            O AliasFile=${folder}/etc/aliases
            O OperatorChars=.:@[]!^/
            Mlocal, P=/bin/true, F=lsDFM, S=0,R=0,A=x
            Mprog, P=/bin/sh, F=lsDFM, S=0,R=0,A=x
            """;

    @TempDir
    static Path temporary;

    private static String answer(String request) {
        String key = request.substring(request.indexOf(' ') + 1);
        return switch (key) {
            case "one" -> "OK value one";
            case "per" -> "OK %0 and %%";
            case "empty" -> "OK";
            case "blank" -> "OK ";
            case "temp" -> "TEMP later";
            case "time" -> "TIMEOUT slow";
            case "perm" -> "PERM never";
            case "odd" -> "WHAT is this";
            case "one two" -> "OK with blank";
            default -> "NOTFOUND ";
        };
    }

    private static String place(SocketMapServer server) {
        return "inet:" + server.address().getPort() + "@127.0.0.1";
    }

    @Test
    void answersAsTheRealOne() {
        SendmailFolder folder = SendmailFolder.in(temporary.resolve("host"));
        folder.file("hosts", "127.0.0.1 localhost\n");
        folder.file("service.switch", "hosts files\naliases files\n");
        folder.file("aliases", "root: someone\n");
        List<String> keys = List.of("one", "ONE", "per", "blank", "temp", "time", "nosuch", "one two");
        try (SocketMapServer server = SocketMapServer.start(SocketMapTest::answer)) {
            new MapComparison(folder, CONFIGURATION)
                    .sameAnswers(
                            List.of(
                                    "Kplain socket " + place(server),
                                    "Kkeep socket -f -a.X " + place(server),
                                    "Kmatch socket -m " + place(server),
                                    "Kdead socket inet:1@127.0.0.1"),
                            Map.of("plain", keys, "keep", keys, "match", keys, "dead", List.of("one")),
                            TestMaps.environment(EventSink.none(), HostsTable.empty()));
            List<String> requests = server.requests();
            int half = requests.size() / 2;
            assertThat(requests.subList(half, requests.size()))
                    .as("the same requests")
                    .containsExactlyElementsOf(requests.subList(0, half));
        }
    }

    @Test
    void aServerThatRefusesForEverIsNotFoundAndNonsenseIsAFailure() {
        try (SocketMapServer server = SocketMapServer.start(SocketMapTest::answer)) {
            MapLookup map = map("socket " + place(server));
            // the real one has 69 and 76 here, and goes on as if the key were not there in both cases
            assertThat(TestMaps.find(map, "perm")).isEqualTo(TestMaps.notFound());
            assertThat(TestMaps.find(map, "odd"))
                    .isEqualTo(new LookupResult.TemporaryFailure("socket map \"m\": unknown reply WHAT"));
            // the real one ends here
            assertThat(TestMaps.find(map, "empty")).isEqualTo(TestMaps.found(""));
        }
    }

    private static LookupResult raw(UnaryOperator<String> answers) {
        try (SocketMapServer server = SocketMapServer.raw(answers)) {
            return TestMaps.find(map("socket -d2 inet:" + server.address().getPort() + "@[127.0.0.1]"), "key");
        }
    }

    private static MapLookup map(String line) {
        return TestMaps.map("Km " + line);
    }

    /// CMD-10: answers that are none.
    @Test
    void hostileAnswersAreFailures() {
        for (String answer : List.of(
                ",", ":,", "x:OK,", "-1:x,", "2:OK;", "2:OKAY,", "99999999999:x", "9999999:x", "0002:OK", "4 :OK x,")) {
            assertThat(raw(request -> answer + "\u0000".repeat(20)))
                    .as(answer)
                    .isInstanceOf(LookupResult.TemporaryFailure.class);
        }
        assertThat(raw(request -> "4:OK x,5:OK y")).isEqualTo(TestMaps.found("x"));
    }

    @Test
    void aServerThatSaysNothingIsWaitedForNoLongerThanAllowed() {
        try (SocketMapServer server = SocketMapServer.raw(request -> "1")) {
            assertThat(TestMaps.find(map("socket -d1 inet:" + server.address().getPort() + "@[127.0.0.1]"), "key"))
                    .isEqualTo(new LookupResult.TemporaryFailure("socket map \"m\": timeout"));
        }
    }

    @Test
    void asksAgainWhenTheServerClosedAnIdleConnection() {
        AtomicInteger count = new AtomicInteger();
        // every second request closes the connection instead of an answer
        try (SocketMapServer server = SocketMapServer.start(request -> count.incrementAndGet() == 2 ? "" : "OK yes")) {
            MapLookup map = map("socket " + "inet:" + server.address().getPort() + "@[127.0.0.1]");
            assertThat(TestMaps.find(map, "a")).isEqualTo(TestMaps.found("yes"));
            assertThat(TestMaps.find(map, "b")).isEqualTo(TestMaps.found("yes"));
            assertThat(server.requests()).containsExactly("m a", "m b", "m b");
        }
    }

    /// CMD-10: a key that looks like a request.
    @Test
    void aKeyCannotMakeASecondRequest() {
        try (SocketMapServer server = SocketMapServer.start(request -> "NOTFOUND ")) {
            MapLookup map = map("socket " + "inet:" + server.address().getPort() + "@[127.0.0.1]");
            assertThat(TestMaps.find(map, "a,3:m b,")).isEqualTo(TestMaps.notFound());
            assertThat(server.requests()).containsExactly("m a,3:m b,");
        }
    }

    @Test
    void speaksToAUnixSocketThatIsSafe() throws Exception {
        Path path = temporary.resolve("s");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(path));
            Thread.ofVirtual().start(() -> answerOnce(listener));
            assertThat(TestMaps.find(map("socket unix:" + path), "key")).isEqualTo(TestMaps.found("local"));
            MapEnvironment strict = TestMaps.environment(EventSink.none(), HostsTable.empty())
                    .withFiles((file, purpose) -> Optional.of("World writable directory"));
            assertThat(TestMaps.find(TestMaps.map("Km socket local:" + path, strict), "key"))
                    .isEqualTo(new LookupResult.TemporaryFailure(
                            "socket map \"m\": local socket name " + path + " unsafe"));
        }
    }

    private static void answerOnce(ServerSocketChannel listener) {
        try (SocketChannel client = listener.accept()) {
            int _ = client.read(ByteBuffer.allocate(100));
            int _ = client.write(ByteBuffer.wrap(Ascii.bytes("8:OK local,")));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void saysWhatIsWrongWithADeclaration() {
        List<String> problems = new ArrayList<>();
        for (String arguments : List.of("", "odd:1@x", "inet:x", "inet:name@x", "unix:/" + "x".repeat(200))) {
            MapSet.open(
                            List.of(new MapDeclaration("m", "socket", arguments, "x.cf", 1)),
                            TestMaps.environment(EventSink.none(), HostsTable.empty()))
                    .problems()
                    .forEach(problem -> problems.add(problem.message()));
        }
        assertThat(problems)
                .containsExactly(
                        "socket map \"m\": empty or missing socket information",
                        "socket map \"m\": unknown socket type odd",
                        "socket map \"m\": bad address x (expected port@host)",
                        "socket map \"m\": unknown port name name",
                        "socket map \"m\": local socket name /" + "x".repeat(200) + " too long");
    }

    @Test
    void classesThatAreNotBuiltInSaySo() {
        for (String name : List.of("nis", "nisplus", "hesiod", "netinfo", "ph", "nsd", "ndbm")) {
            MapSet set = MapSet.open(
                    List.of(new MapDeclaration("m", name, "x", "x.cf", 7)),
                    TestMaps.environment(EventSink.none(), HostsTable.empty()));
            assertThat(set.problems().getFirst().text())
                    .isEqualTo("x.cf: line 7: readcf: map m: class " + name + " not available");
        }
    }

    @Test
    void aHostIsFoundByTheNameService() {
        try (SocketMapServer server = SocketMapServer.start(SocketMapTest::answer)) {
            assertThat(TestMaps.find(map("socket " + place(server).replace("127.0.0.1", "nosuch.test")), "one"))
                    .isEqualTo(new LookupResult.TemporaryFailure("socket map \"m\": Unknown host name nosuch.test"));
        }
    }
}
