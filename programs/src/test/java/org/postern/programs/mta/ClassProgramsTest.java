package org.postern.programs.mta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.cf.ClassFromMap;
import org.postern.cf.Configuration;
import org.postern.cf.ConfigurationFiles;
import org.postern.cf.ConfigurationOverrides;
import org.postern.cf.ConfigurationReader;
import org.postern.cf.Diagnostic;
import org.postern.cf.MemoryFiles;
import org.postern.cf.ReadingPlace;
import org.postern.cf.StartingPoint;
import org.postern.helper.ClassTexts;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperClient;
import org.postern.helperwire.HelperPair;
import org.postern.helperwire.HelperRequest;
import org.postern.helperwire.HelperServer;
import org.postern.helperwire.PairLimits;

/// Classes from programs and maps in the two processes: the helper runs each program, the network process gets what
/// it printed and runs nothing.
class ClassProgramsTest {
    private static final String TEXT = """
            V10/Berkeley
            F{p}"|/bin/names -a b"
            F{q}"|/bin/broken"
            F{dir}key@dns:-R A x
            F{t}key@text:/etc/words
            """;

    /// A host whose one good program prints two names, and whose maps know one each.
    private record Host(ConfigurationFiles files, List<String> asked) implements ConfigurationFiles {
        static Host fresh() {
            return new Host(new MemoryFiles(Map.of("test.cf", TEXT)), new ArrayList<>());
        }

        @Override
        public Content file(String path) {
            return files.file(path);
        }

        @Override
        public Content program(List<String> arguments, ReadingPlace place) {
            asked.add(String.join(" ", arguments));
            return arguments.getFirst().equals("/bin/names")
                    ? new Content.Text("one.test\ntwo.test\n")
                    : new Content.Unreadable(false, "it ended with status 1");
        }

        @Override
        public String map(ClassFromMap request, ReadingPlace place) {
            asked.add(request.mapClass());
            return "from-" + request.mapClass();
        }
    }

    private static Configuration read(ConfigurationFiles files) {
        return new ConfigurationReader(files, StartingPoint.of("mail.test", "mail", List.of(), "8.17.1"))
                .read("test.cf", ConfigurationOverrides.NONE);
    }

    private static Set<String> members(Configuration configuration, String name) {
        return configuration.classOf(name).members();
    }

    @Test
    void theHelperRunsThemAndAsksNoNetwork() {
        Host host = Host.fresh();
        HelperFiles files = new HelperFiles(host);
        Configuration configuration = read(files);

        assertThat(host.asked()).containsExactly("/bin/names -a b", "/bin/broken", "text");
        assertThat(members(configuration, "p")).containsExactly("one.test", "two.test");
        assertThat(members(configuration, "dir")).isEmpty();
        assertThat(members(configuration, "t")).containsExactly("from-text");
        assertThat(files.texts().sources()).containsOnlyKeys("|/bin/names -a b", "|/bin/broken");
    }

    @Test
    void theNetworkProcessGetsWhatTheyPrinted() throws IOException {
        HelperFiles kept = new HelperFiles(Host.fresh());
        read(kept);
        ClassTexts texts = kept.texts();
        Host host = Host.fresh();
        Configuration configuration = withHelper(
                (request, _, _) -> request instanceof HelperRequest.ReadClass(String source, int _)
                                && texts.sources().get(source) instanceof ConfigurationFiles.Content.Text(String text)
                        ? new HelperAnswer.ClassPart(text, false)
                        : new HelperAnswer.Refused("it ended with status 1"),
                host);

        assertThat(host.asked()).as("maps only").containsExactly("dns", "text");
        assertThat(members(configuration, "p")).containsExactly("one.test", "two.test");
        assertThat(members(configuration, "q")).isEmpty();
        assertThat(configuration.diagnostics())
                .extracting(Diagnostic::text)
                .anyMatch(line -> line.startsWith("test.cf: line 3:") && line.contains("it ended with status 1"));
    }

    @Test
    void partsAreJoinedUpToABound() throws IOException {
        String part = "a".repeat(HelperAnswer.ClassPart.LONGEST - 1) + "\n";
        HelperServer.Handler three = (request, _, _) -> request instanceof HelperRequest.ReadClass(String _, int number)
                ? new HelperAnswer.ClassPart(number < 2 ? part : "end", number < 2)
                : new HelperAnswer.Refused("no");
        assertThat(members(withHelper(three, Host.fresh()), "p")).contains("end");

        HelperServer.Handler endless = (_, _, _) -> new HelperAnswer.ClassPart(part, true);
        Configuration refused = withHelper(endless, Host.fresh());
        assertThat(members(refused, "p")).isEmpty();
        assertThat(refused.diagnostics()).extracting(Diagnostic::text).anyMatch(line -> line.contains("too large"));
    }

    /// Reads the configuration as the network process, over real pipes.
    private static Configuration withHelper(HelperServer.Handler handler, Host host) throws IOException {
        Pipe requests = Pipe.open();
        Pipe answers = Pipe.open();
        try (InputStream in = Channels.newInputStream(answers.source());
                HelperPair network = new HelperPair(in, Channels.newOutputStream(requests.sink()));
                HelperPair helper = new HelperPair(
                        Channels.newInputStream(requests.source()), Channels.newOutputStream(answers.sink()))) {
            Thread.ofPlatform().daemon().start(() -> new HelperServer(helper, PairLimits.usual(), handler).serve());
            try (HelperClient client = new HelperClient(network, PairLimits.usual(), () -> {})) {
                return read(new NetworkFiles(host, client, 200_000));
            }
        }
    }
}
