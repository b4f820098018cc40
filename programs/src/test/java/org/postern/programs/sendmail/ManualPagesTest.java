package org.postern.programs.sendmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.programs.Invocation;
import org.postern.programs.postern.PosternProgram;
import org.postern.testkit.Peers;

/// The manual pages know every command, flag and mode.
class ManualPagesTest {
    private static final Pattern COMMANDS = Pattern.compile("(?m)^for name in (sendmail .*); do$");

    private static Path folder() {
        return Peers.checkout().resolve("docs/man");
    }

    private static String page(String name) throws IOException {
        return Files.readString(folder().resolve(name));
    }

    @Test
    void everyCommandOfTheImageHasAPageOrIsNamedInOne() throws IOException {
        Matcher list = COMMANDS.matcher(Files.readString(Peers.checkout().resolve("dist/build-image")));
        assertThat(list.find()).isTrue();
        TreeSet<String> pages = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder())) {
            files.forEach(file -> pages.add(String.valueOf(file.getFileName()).replaceAll("[.][18]$", "")));
        }
        String sendmail = page("sendmail.8");
        for (String command : list.group(1).split(" ", -1)) {
            assertThat(pages.contains(command) || sendmail.contains(command))
                    .as(command)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ABCDFLMNORVXBbefhopr", "dqQ", "GcIimnstvUxT"})
    void everyFlagIsInTheManual(String letters) throws IOException {
        String text = page("sendmail.8");
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            assertThat(text).as("-%c", letter).containsPattern("\\\\-(?:[a-zA-Z ,\\\\-]*\\\\-)?" + letter);
        }
    }

    @Test
    void theTestKnowsEveryFlag() {
        for (char letter = 'A'; letter <= 'z'; letter++) {
            boolean known = Getopt.parse(List.of("-" + letter + "x")).error().isEmpty();
            assertThat("ABCDFLMNORVXbefhoprdqQGcIimnstvUxT".indexOf(letter) >= 0)
                    .as("-%c", letter)
                    .isEqualTo(known);
        }
    }

    /// Its page has the words of `--help`.
    @ParameterizedTest
    @ValueSource(strings = {"try", "mc", "init", "queue", "jail", "cert", "tls", "check-config", "record", "explain"})
    void everySubcommandHasAPageThatShowsHowItIsCalled(String name) throws Exception {
        String usage = postern(name, "--help").strip();
        assertThat(usage).startsWith("usage: postern " + name);
        assertThat(page("postern-" + name + ".8")
                        .replace("\\-", "-")
                        .replace("\\&", "")
                        .replace("\\e", "\\"))
                .contains(usage);
    }

    @Test
    void aMisspeltSubcommandIsSuggested() throws Exception {
        assertThat(postern("statu")).contains("no subcommand \"statu\"; did you mean status?");
        assertThat(postern("--version")).startsWith("Postern");
        assertThat(postern("audit", "--help")).startsWith("usage: postern audit");
        assertThat(postern("help")).doesNotContain("train");
    }

    private static String postern(String... words) throws InterruptedException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream output = new PrintStream(said, true, StandardCharsets.ISO_8859_1);
        new PosternProgram(_ -> 0)
                .run(new Invocation(
                        "postern", List.of(words), InputStream.nullInputStream(), output, output, Map.of(), folder()));
        return said.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void everySubcommandOfPosternIsInTheManual() throws Exception {
        ByteArrayOutputStream help = new ByteArrayOutputStream();
        PrintStream output = new PrintStream(help, true, StandardCharsets.ISO_8859_1);
        new PosternProgram(_ -> 0)
                .run(new Invocation(
                        "postern", List.of("help"), InputStream.nullInputStream(), output, output, Map.of(), folder()));
        String text = page("postern.8");
        List<String> subcommands = Pattern.compile("(?m)^  ([a-z0-9-]+) ")
                .matcher(help.toString(StandardCharsets.ISO_8859_1))
                .results()
                .map(found -> found.group(1))
                .filter(word -> !word.startsWith("train"))
                .toList();

        assertThat(subcommands).contains("try", "queue");
        for (String subcommand : subcommands) {
            assertThat(text).as(subcommand).containsPattern("(?m)^[.]B.? \"?" + subcommand + "\\b");
        }
    }

    @Test
    void everyModeIsInTheManual() throws IOException {
        String text = page("sendmail.8");
        for (SendmailMode mode : SendmailMode.values()) {
            if (mode != SendmailMode.ARPANET && mode != SendmailMode.DAEMON_LOCAL) {
                assertThat(text).as("-b%c", mode.letter()).contains("\\-b" + mode.letter());
            }
        }
    }
}
