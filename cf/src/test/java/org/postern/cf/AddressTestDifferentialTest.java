package org.postern.cf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The address test mode gives the same answers, byte for byte, as the real program: over configurations that the real
/// macro library makes at test time, and over one that holds every operator of the language.
class AddressTestDifferentialTest {
    private static final int RANDOM_ADDRESSES = 60;
    private static final int SHOWN = 5;
    private static final List<Integer> COMPARED = new ArrayList<>();

    @TempDir
    static Path folder;

    private static RealSendmail real() throws IOException {
        return new RealSendmail(folder);
    }

    @BeforeAll
    static void mapFiles() throws IOException {
        for (Map.Entry<String, String> file : TestConfigurations.files().entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        resource("language.txt");
    }

    @AfterAll
    static void enoughWasCompared() {
        assertThat(COMPARED.stream().mapToInt(Integer::intValue).sum()).isGreaterThan(2000);
    }

    static List<String> configurations() {
        return List.copyOf(TestConfigurations.all().keySet());
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void stockLibrary(String name) throws IOException, InterruptedException {
        String body = TestConfigurations.all().getOrDefault(name, "");
        Path cf = real().generate(name, TestConfigurations.mc(body, folder.toString()));
        List<String> lines = new ArrayList<>(AddressInputs.addressLines());
        lines.addAll(AddressInputs.checkLines());
        lines.addAll(AddressInputs.random(new Random(name.hashCode()), RANDOM_ADDRESSES));
        compare(cf, lines);
    }

    /// The engine without a trace passes over rules that cannot match; it comes to the same results.
    @ParameterizedTest
    @MethodSource("configurations")
    void quietEngine(String name) throws IOException, InterruptedException {
        String body = TestConfigurations.all().getOrDefault(name, "");
        Path cf = real().generate(name + "-quiet", TestConfigurations.mc(body, folder.toString()));
        sameWithoutTrace(cf, AddressInputs.addressLines());
        sameWithoutTrace(cf, AddressInputs.checkLines());
    }

    @Test
    void quietLanguage() throws IOException {
        sameWithoutTrace(
                resource("language.cf"),
                Files.readAllLines(resource("language.in"), java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    @Test
    void language() throws IOException, InterruptedException {
        Path cf = resource("language.cf");
        compare(cf, Files.readAllLines(resource("language.in"), java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    /// Every input of the language again, with the debug levels that tell about rules, maps and macros.
    @ParameterizedTest
    @ValueSource(strings = {"-d21.2", "-d21.4", "-d21.10", "-d21.12", "-d21.15", "-d21-21.3,60.1", "-d60.5", "-d21.x"})
    void debugLevels(String level) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>(List.of(level));
        lines.addAll(Files.readAllLines(resource("language.in"), java.nio.charset.StandardCharsets.ISO_8859_1));
        lines.remove("maps n x"); // prints the bytes that stand for operators inside the real program
        compare(resource("language.cf"), lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"access", "tables", "uucp"})
    void sendersHeadersAndDebugLevels(String name) throws IOException, InterruptedException {
        String body = TestConfigurations.all().getOrDefault(name, "");
        Path cf = real().generate(name + "-debug", TestConfigurations.mc(body, folder.toString()));
        compare(cf, AddressInputs.senderAndHeaderLines());
    }

    /// The members of classes in the order of the real program: words of every kind, in two classes, and those of a
    /// stock configuration.
    @Test
    void orderOfClasses() throws IOException, InterruptedException {
        Random random = new Random(42);
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            words.append(i % 20 == 0 ? "\nC{words}" : " ");
            words.append('w')
                    .append(Integer.toString(random.nextInt(1 << 30), 36))
                    .append(i % 3 == 0 ? ".Test" : "");
        }
        Path cf = real().generate(
                        "classes",
                        TestConfigurations.mc(
                                TestConfigurations.all().getOrDefault("relaying", "") + "LOCAL_CONFIG" + words
                                        + "\nC{more} one \"two [three] $=O\n",
                                folder.toString()));
        List<String> lines = new ArrayList<>();
        for (String name : List.of(
                "{words}", "{more}", "e", "n", "s", "P", "O", "E", "M", "R", "t", "{persistentMacros}", "nosuch")) {
            lines.add("$=" + name);
        }
        compare(cf, lines);
    }

    /// What `-d20` tells about addresses and `-d22` about the cutting of texts.
    @ParameterizedTest
    @ValueSource(strings = {"access", "tables", "uucp"})
    void parsingInDetail(String name) throws IOException, InterruptedException {
        String body = TestConfigurations.all().getOrDefault(name, "");
        Path cf = real().generate(name + "-parsing", TestConfigurations.mc(body, folder.toString()));
        List<String> lines = new ArrayList<>(List.of("-d20.1"));
        lines.addAll(AddressInputs.addressLines());
        lines.add("-d22.11");
        lines.addAll(AddressInputs.addressLines());
        lines.add("-d20.0,22.36");
        lines.addAll(AddressInputs.addressLines());
        lines.add("-d22.12");
        lines.addAll(AddressInputs.checkLines());
        lines.addAll(AddressInputs.random(new Random(22), RANDOM_ADDRESSES));
        lines.removeIf(line -> line.chars().anyMatch(c -> (c >= 0x80 && c <= 0x9f) || c == 0xff)); // shown as operators
        compare(cf, lines);
    }

    @Test
    void headerChecks() throws IOException, InterruptedException {
        compare(
                resource("headers.cf"),
                Files.readAllLines(resource("headers.in"), java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    @Test
    void brokenLines() throws IOException, InterruptedException {
        Path cf = resource("broken.cf");
        compare(cf, Files.readAllLines(resource("broken.in"), java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    /// Copies a resource to the folder; `@DIR@` becomes the folder.
    private static Path resource(String name) throws IOException {
        try (java.io.InputStream in = AddressTestDifferentialTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            byte[] bytes = in.readAllBytes();
            String text =
                    new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).replace("@DIR@", folder.toString());
            return Files.write(folder.resolve(name), text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        }
    }

    /// Rules that call each other without end stop at the same depth; what the callers then make of the rest is not
    /// compared.
    private void compare(Path cf, List<String> lines) throws IOException, InterruptedException {
        List<String> theirs = real().addressTest(cf, lines);
        AddressTest test = ours(cf);
        assertThat(test.banner()).isEqualTo(theirs.getFirst());
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String ours = visible(test.answer(lines.get(i)));
            String real = visible(theirs.get(i + 1));
            boolean endless = real.contains("excessive recursion");
            if (endless ? !ours.contains("excessive recursion") : !ours.equals(real)) {
                differences.add(lines.get(i) + "\nsendmail:\n" + real + "ours:\n" + ours);
            }
        }
        assertThat(String.join("\n", differences.subList(0, Math.min(differences.size(), SHOWN))))
                .as("%d of %d answers differ", differences.size(), lines.size())
                .isEmpty();
        COMPARED.add(lines.size());
    }

    private static void sameWithoutTrace(Path cf, List<String> lines) {
        Configuration configuration = read(cf);
        RewriteEngine quiet = new RewriteEngine(configuration, new SimpleMaps(configuration), RewriteLimits.STANDARD);
        RewriteEngine traced = quiet.traced(new RewriteTrace() {
            @Override
            public boolean wantsRules() {
                return true;
            }
        });
        int compared = 0;
        for (String line : lines) {
            int blank = line.indexOf(' ');
            if (blank < 0 || "/.-=".indexOf(line.charAt(0)) >= 0) {
                continue;
            }
            Tokens input = quiet.tokens(line.substring(blank + 1).replace("$|", String.valueOf(Code.ELSE)));
            for (String ruleset : line.substring(0, blank).split(",", -1)) {
                Workspace expected = traced.rewrite(ruleset, input, SessionMacros.above(configuration.scope()));
                Workspace actual = quiet.rewrite(ruleset, input, SessionMacros.above(configuration.scope()));
                assertThat(actual.tokens().texts())
                        .as(line)
                        .isEqualTo(expected.tokens().texts());
                assertThat(actual.status()).as(line).isEqualTo(expected.status());
                assertThat(actual.problems()).as(line).isEqualTo(expected.problems());
                input = actual.tokens();
                compared++;
            }
        }
        assertThat(compared).isPositive();
    }

    private static Configuration read(Path cf) {
        StartingPoint start =
                StartingPoint.of(RealSendmail.HOST, RealSendmail.HOST, RealSendmail.ADDRESSES, "8.17.1.9");
        return new ConfigurationReader(new DiskFiles(1 << 24), start).read(cf.toString(), ConfigurationOverrides.NONE);
    }

    private static AddressTest ours(Path cf) {
        Configuration configuration = read(cf);
        return new AddressTest(configuration, new SimpleMaps(configuration), AddressTest.Hosts.NONE);
    }

    /// Without what depends on where the test's folder lies or things lie in memory, and without the two lines by
    /// which sendmail tells that a map failed although its `-T` took care of it; and without the quotes of a call,
    /// which sendmail loses when it runs the rule for the first time.
    private static String visible(String answer) {
        return answer.replaceAll("(?m)^(parseaddr-->)0x[0-9a-f]+=", "$1")
                .replaceAll("(?m)^\\t(state|flags|owner|orcpt|finalrcpt|rstatus|statdate)=.*\n", "")
                .replaceAll("WARNING: (World|Group) writable directory.*\n", "")
                .replaceAll("[$]> \"(\\w+)\"", "\\$> $1")
                .replaceAll("(?m)^(text map \"access\":|== Ruleset .* status 75$|[$][0-9]:).*\n", "");
    }
}
