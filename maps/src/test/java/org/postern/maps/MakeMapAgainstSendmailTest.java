package org.postern.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.testkit.ProgramRun;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

/// The same command lines and inputs for the real makemap and editmap and for ours: the same messages, the same exit
/// codes, the same entries afterwards.
class MakeMapAgainstSendmailTest {
    private static final String AWKWARD = "# c\nOne value one  \n  lead x\n\nbad\nkey1 a\nKEY1 b\ntab\tvt\n\"q k\" v\n"
            + "x\\#y z # c\n%comment p\nlast\u00e4 8bit\u00fc\ncr x\r\n";

    @TempDir
    Path temporary;

    private SendmailFolder folder;

    @BeforeEach
    void prepare() {
        folder = SendmailFolder.in(temporary.resolve("host"));
        folder.file("sendmail.cf", "V10/Berkeley\nO DontBlameSendmail=TrustStickyBit\n");
    }

    /// Runs both; `MAP` in an argument is a map of their own in each case.
    private void same(String program, List<String> arguments, String input) {
        ProgramRun real = RealSendmail.run(folder, program, named(arguments, "theirs"), input);
        Path configuration = folder.configuration();
        ToolSetting setting = new ToolSetting(configuration, org.postern.os.Accounts.system(), MapFileCheck.allowAll());
        TestMaps.Streams streams = new TestMaps.Streams(input);
        int status = program.equals("makemap")
                ? new MakeMapTool(setting).run(named(arguments, "oursss"), streams.streams)
                : new EditMapTool(setting).run(named(arguments, "oursss"), streams.streams);
        String expected = withoutWarnings(real);
        assertThat(streams.output().replace("oursss", "theirs"))
                .as(program + " " + arguments)
                .isEqualTo(expected);
        assertThat(status).as(program + " " + arguments).isEqualTo(real.status());
    }

    /// The real output without what file safety says about the folder of the test; that is [MapFileCheck]'s business.
    private static String withoutWarnings(ProgramRun real) {
        return real.output()
                .replaceAll("(?m)^\\S*/(makemap|editmap): ", "$1: ")
                .replaceAll("(?m)^WARNING: World writable directory .*\n", "");
    }

    private List<String> named(List<String> arguments, String name) {
        return arguments.stream()
                .map(word -> word.replace("MAP", folder.etc().resolve(name).toString()))
                .toList();
    }

    /// The entries of both maps, sorted because a hash has no order.
    private void sameEntries(String type) {
        List<String> arguments = List.of("-u", type, "MAP");
        ProgramRun real = RealSendmail.run(folder, "makemap", named(arguments, "theirs"), "");
        TestMaps.Streams streams = new TestMaps.Streams("");
        int status = new MakeMapTool(new ToolSetting(
                        folder.configuration(), org.postern.os.Accounts.system(), MapFileCheck.allowAll()))
                .run(named(arguments, "oursss"), streams.streams);
        assertThat(status).isEqualTo(real.status());
        if (type.equals("btree")) {
            assertThat(streams.output()).isEqualTo(withoutWarnings(real));
        }
        assertThat(streams.output().lines().sorted().toList())
                .isEqualTo(withoutWarnings(real).lines().sorted().toList());
    }

    @Test
    void buildsTheSameMaps() {
        for (String options : List.of(
                "-N", "-r", "-er", "-f", "-fe", "-d", "-v", "-t:", "-D%", "-D ", "-tx", "-vN", "-ss", "-c9",
                "-ihash")) {
            for (String type : List.of("hash", "btree")) {
                same("makemap", List.of(options, type, "MAP"), AWKWARD);
                sameEntries(type);
            }
        }
    }

    @Test
    void appendsAndReplaces() {
        same("makemap", List.of("hash", "MAP"), "a 1\nb 2\n");
        same("makemap", List.of("-o", "hash", "MAP"), "b 3\nc 4\n");
        sameEntries("hash");
        same("makemap", List.of("-or", "hash", "MAP"), "b 5\n");
        sameEntries("hash");
        same("makemap", List.of("hash", "MAP"), "");
        sameEntries("hash");
    }

    @Test
    void complainsInTheSameWords() {
        same("makemap", List.of(), "");
        same("makemap", List.of("hash"), "");
        same("makemap", List.of("hash", "MAP", "x"), "");
        same("makemap", List.of("-Z", "hash", "MAP"), "");
        same("makemap", List.of("-D", "hash", "MAP"), "");
        same("makemap", List.of("-t", "", "hash", "MAP"), "a b\n");
        same("makemap", List.of("nosuchtype", "MAP"), "a b\n");
        same("makemap", List.of("HASH", "MAP"), "a b\n");
        same("makemap", List.of("-u", "hash", "MAPnosuch"), "");
        same("makemap", List.of("hash", "MAP/no/such"), "a b\n");
        same("makemap", List.of("-C", "/nonexistent.cf", "hash", "MAP"), "a b\n");
        same("makemap", List.of("", "MAP"), "a b\n");
        same("makemap", List.of("hash", "MAP", "-v"), "a b\nno newline");
        same("makemap", List.of("hash", "MAP"), "k " + "v".repeat(3000) + "\nk2 v\n");
        sameEntries("hash");
        same("makemap", List.of("hash", "MAP"), "k " + "v".repeat(1021) + "\nk2 " + "v".repeat(1020) + "\n");
        sameEntries("hash");
        same("makemap", List.of("hash", "MAP"), "k " + "v".repeat(1020) + "\n" + "w".repeat(1023));
        sameEntries("hash");
    }

    @Test
    void editsInTheSameWay() {
        same("makemap", List.of("-f", "hash", "MAP"), "a 1\nb 2\nC 3\n");
        for (String line : List.of(
                "-q hash MAP a",
                "-q hash MAP A",
                "-q hash MAP C",
                "-qf hash MAP C",
                "-q hash MAP zz",
                "hash MAP a",
                "-u hash MAP a",
                "-u hash MAP a 9",
                "-u hash MAP new v1 v2",
                "-x hash MAP b",
                "-x hash MAP b",
                "-q -u hash MAP a",
                "-N -u hash MAP nk nv",
                "-N -q hash MAP nk",
                "-q hash MAP nk",
                "-q hash MAPnosuch a",
                "-q nosuchtype MAP a",
                "-q hash MAP",
                "-q hash MAP a b",
                "-Z",
                "-x hash MAP a b",
                "-C /nonexistent -q hash MAP a",
                "-u hash MAP UP 7",
                "-uf hash MAP UP 8",
                "-u hash MAPfresh k v",
                "-q hash MAPfresh k",
                "-x hash MAPfresher k",
                "-q hash MAPfresher k")) {
            same("editmap", List.of(line.split(" ")), "");
            sameEntries("hash");
        }
    }
}
