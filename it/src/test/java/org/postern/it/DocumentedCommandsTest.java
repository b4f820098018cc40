package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.os.ProcessIdentity;
import org.postern.testkit.FreePorts;
import org.postern.testkit.Peers;
import org.postern.testkit.ProgramRun;

/// No command is shown in the documents that no test runs. Those of marked blocks run in `GuideTest`, those that
/// explain
/// in `ExplainProgramTest`; each other one is typed here as it stands there, on a host with a network and processes of
/// its own: commands.txt says on which, with what for its placeholders, and what it says. What is another program's
/// business, or takes minutes, has its reason there.
class DocumentedCommandsTest {
    private static final String DEBIAN = "debian";
    private static final String TRY = "try";
    private static final Pattern BEGIN = Pattern.compile("(?m)^@@ (\\d+)\\n");
    private static final Pattern SUBCOMMAND = Pattern.compile("bench/run ([a-z]+).*");

    @TempDir
    Path scratch;

    @BeforeEach
    void letOthersEnter() throws IOException {
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void everyCommandOfTheDocumentsIsTyped() throws Exception {
        Map<String, Path> shown = ShownCommands.all();
        assertThat(shown).hasSizeGreaterThan(60);
        Set<String> known = CommandRow.all().values().stream()
                .flatMap(List::stream)
                .filter(CommandRow::shown)
                .map(CommandRow::text)
                .collect(Collectors.toSet());
        Map<String, Path> unknown = new TreeMap<>(shown);
        unknown.keySet().removeAll(known);
        assertThat(unknown).as("have them typed by commands.txt").isEmpty();
        known.removeAll(shown.keySet());
        assertThat(known).as("which no document shows").isEmpty();
    }

    /// A new command in a page is noticed, in whatever form it stands there.
    @Test
    void commandsAreFoundInEveryForm() {
        assertThat(ShownCommands.of(Path.of("docs/x.md"), """
                        Type `postern queue show --host far.test`, or put `FEATURE(`mailertable')` before `mailq -v`.

                            # sendmail -q15m     # every quarter of an hour

                        ```
                        $ dig mx example.com
                        ```

                        ```console
                        # postern status --json
                        ```

                        | a | `JAZZER_FUZZ=1 nice -n 19 tools/mvn test \\| head` | `postern`, `mailq(1)`, `newaliases` |
                        """))
                .containsExactlyInAnyOrder(
                        "postern queue show --host far.test",
                        "mailq -v",
                        "sendmail -q15m",
                        "dig mx example.com",
                        "JAZZER_FUZZ=1 nice -n 19 tools/mvn test | head");
        assertThat(ShownCommands.of(
                        Path.of("docs/man/x.8"), "text\n.nf\n0 6 * * * root postern report \\-\\-mail root\n.fi\n"))
                .containsExactly("postern report --mail root");
    }

    /// Only what is none of ours, or is about the sources, has a reason in place of a run.
    @Test
    void whatDoesNotRunHasAReason() throws Exception {
        String bench = Files.readString(Peers.checkout().resolve("bench/run"));
        for (CommandRow row : CommandRow.all().getOrDefault(CommandRow.OTHER, List.of())) {
            assertThat(row.because()).as(row.text()).isNotEmpty();
            assertThat(ShownCommands.isOurs(row.text()) && !row.text().equals("./postern test"))
                    .as(row.text())
                    .isFalse();
            Matcher measurement = SUBCOMMAND.matcher(row.text());
            if (measurement.matches()) {
                assertThat(bench).containsPattern("(?m)^ *(?:\\w+ \\| )*" + measurement.group(1) + "(?: \\| \\w+)*\\)");
            }
        }
    }

    static Set<String> hosts() throws IOException {
        Set<String> hosts = new HashSet<>(CommandRow.all().keySet());
        hosts.remove(CommandRow.OTHER);
        return hosts;
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void theyDoWhatTheDocumentsSay(String name) throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        EtcMail host =
                name.equals(DEBIAN) ? EtcMail.in(scratch, FreePorts.find(1).getFirst()) : EtcMail.bare(scratch);
        List<CommandRow> rows = CommandRow.all().getOrDefault(name, List.of());
        StringBuilder script = new StringBuilder("umask 022\nip link set lo up\n" + EtcMail.withoutOthers() + path());
        if (name.equals(TRY)) {
            script.append(checkout());
        }
        for (int number = 0; number < rows.size(); number++) {
            script.append(rows.get(number).script(number));
        }
        if (name.equals(TRY)) {
            script.append("find /var/sources -type l -delete\n");
        }
        host.write("var/script", script.toString());
        ProgramRun run = host.inside(
                "",
                List.of("unshare", "--net", "--pid", "--fork", "--mount-proc", "--kill-child", "sh", "/var/script"));
        judge(rows, run.output());
    }

    private static String path() {
        return "PATH=" + Image.program("sendmail").getParent() + ":"
                + Peers.program("curl", "curl").getParent() + ":"
                + Peers.program("swaks", "swaks").getParent() + ":$PATH\nexport PATH\n";
    }

    /// The folder of the sources with an image that counts as newer than they are, so that nothing is built.
    private static String checkout() {
        Path root = Peers.checkout();
        return "mkdir -p /var/sources/dist/target/postern && cd /var/sources && cp " + root + "/postern . && ln -s "
                + root + "/tools . && cd dist/target/postern && ln -s " + root
                + "/dist/target/postern/* . && rm -f built && touch built && cd /var/sources || exit 1\n";
    }

    private static void judge(List<CommandRow> rows, String output) {
        List<String> wrong = new ArrayList<>();
        Matcher begin = BEGIN.matcher(output);
        int done = 0;
        while (begin.find()) {
            CommandRow row = rows.get(Integer.parseInt(begin.group(1)));
            String mark = "@= " + begin.group(1) + " ";
            int end = output.indexOf(mark, begin.end());
            String said = output.substring(begin.end(), end < 0 ? output.length() : end);
            boolean good = end >= 0
                    && row.exits().stream().anyMatch(exit -> output.startsWith(exit + "\n", end + mark.length()))
                    && row.says().stream().allMatch(said::contains);
            if (!good) {
                String status = end < 0 ? "" : output.substring(end, output.indexOf('\n', end));
                wrong.add(
                        row.typed() + "\n" + said + status + "\n    expected: exit " + row.exits() + ", " + row.says());
            }
            done++;
        }
        assertThat(wrong).as(String.join("\n\n", wrong)).isEmpty();
        assertThat(done).as(output).isEqualTo(rows.size());
    }
}
