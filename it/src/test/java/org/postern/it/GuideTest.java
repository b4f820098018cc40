package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.os.ProcessIdentity;
import org.postern.testkit.FreePorts;
import org.postern.testkit.Peers;
import org.postern.testkit.ProgramRun;

/// The commands of the guide and of the page about migration do what the pages say: each marked block runs as it
/// stands on a host of its own, with a network and processes of its own. Needs root, as the pages do.
class GuideTest {
    private static final Pattern BLOCK =
            Pattern.compile("(?:<!-- run: ([a-z ]+) -->\\n)?```console\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path scratch;

    @BeforeEach
    void letOthersEnter() throws IOException {
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// The commands of a set-up as one script, and what they show.
    private record Shown(String script, List<String> lines) {
        /// @param pages the blocks of the later ones come after those of the first
        static Shown of(String setUp, List<String> pages) throws IOException {
            StringBuilder script = new StringBuilder();
            List<String> lines = new ArrayList<>();
            for (String page : pages) {
                Matcher block = BLOCK.matcher(
                        Files.readString(Peers.checkout().resolve("docs").resolve(page)));
                while (block.find()) {
                    if (block.group(1) != null
                            && List.of(block.group(1).split(" ", -1)).contains(setUp)) {
                        add(block.group(2), script, lines);
                    }
                }
            }
            assertThat(script).as("blocks for %s in %s", setUp, pages).isNotEmpty();
            return new Shown(script.toString(), lines);
        }

        /// A line that begins with `# ` is a command, with what follows up to the end of a here-document; others are
        /// output.
        private static void add(String block, StringBuilder script, List<String> lines) {
            boolean document = false;
            for (String line : block.lines().toList()) {
                if (document) {
                    script.append(line).append('\n');
                    document = !line.equals("END");
                } else if (line.startsWith("# ")) {
                    script.append(line.substring(2)).append('\n');
                    document = line.contains("<<'END'");
                } else if (!line.isBlank()) {
                    lines.add(line.strip());
                }
            }
        }
    }

    /// With its first process the host ends, and what it left running.
    private static void run(EtcMail host, Shown shown) throws IOException {
        String path = "PATH=" + Image.program("sendmail").getParent() + ":"
                + Peers.program("curl", "curl").getParent() + ":$PATH\nexport PATH\n";
        host.write(
                "var/script",
                "set -e\numask 022\nip link set lo up\n" + EtcMail.withoutOthers() + path + shown.script());
        ProgramRun run = host.inside(
                "",
                List.of(
                        "unshare",
                        "--net",
                        "--pid",
                        "--fork",
                        "--mount-proc",
                        "--kill-child",
                        "sh",
                        "-x",
                        "/var/script"));
        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output()).contains(shown.lines());
    }

    @ParameterizedTest
    @ValueSource(strings = {"firewall", "hub", "store"})
    void theSetUpsOfTheGuideWork(String setUp) throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        run(EtcMail.bare(scratch), Shown.of(setUp, List.of("guide.md", "tls.md", "auth.md")));
    }

    /// The real sendmail runs meanwhile, and goes on.
    @Test
    void theAuditLooksAtAHostOfDebians() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        EtcMail host = EtcMail.in(scratch, FreePorts.find(1).getFirst());
        Shown page = Shown.of("debian", List.of("migration.md"));
        String pid = "$(head -n 1 /var/run/sendmail/mta/sendmail.pid)";
        run(
                host,
                new Shown(
                        Peers.program("sendmail", "sendmail") + " -bd\n"
                                + page.script()
                                + "for kind in logins accounts mailstore firewall; do\n"
                                + "postern audit --profile $kind >/var/audit.$kind || test $? = 1\n"
                                + "done\n"
                                + "kill -0 " + pid + "\n"
                                + "grep -a sendmail: /proc/" + pid + "/cmdline\n"
                                + "kill " + pid + "\n",
                        page.lines()));
    }

    /// Blocks of commands that no test would run are not written; `ExplainProgramTest` has those of `explain`.
    @Test
    void everyBlockOfCommandsRunsInATest() throws Exception {
        List<String> idle = new ArrayList<>();
        try (Stream<Path> pages = Files.walk(Peers.checkout().resolve("docs"))) {
            for (Path page :
                    pages.filter(path -> path.toString().endsWith(".md")).toList()) {
                Matcher block = BLOCK.matcher(Files.readString(page));
                while (block.find()) {
                    if (block.group(1) == null && !block.group(2).startsWith("$ postern explain ")) {
                        idle.add(page.getFileName() + ": "
                                + block.group(2).lines().findFirst().orElse(""));
                    }
                }
            }
        }
        assertThat(idle).isEmpty();
    }
}
