package org.postern.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.EventSink;
import org.postern.cf.LookupResult;
import org.postern.dns.HostsTable;
import org.postern.testkit.SendmailFolder;

/// `program` maps, with a runner of the test beside the real program.
class ProgramMapTest {
    private static final String CONFIGURATION = """
            V10/Berkeley
            O DontBlameSendmail=TrustStickyBit
            O ServiceSwitchFile=${folder}/etc/service.switch
            O HostsFile=${folder}/etc/hosts
            O AliasFile=${folder}/etc/aliases
            O DefaultUser=65534:65534
            O OperatorChars=.:@[]!^/
            Mlocal, P=/bin/true, F=lsDFM, S=0,R=0,A=x
            Mprog, P=/bin/sh, F=lsDFM, S=0,R=0,A=x
            """;

    private static final String SCRIPT = """
            #!/bin/sh
            for last; do :; done
            case "$last" in
            one) echo "value of $*"; echo second;;
            per) echo "%0 %%";;
            empty) ;;
            blank) echo;;
            temp) echo x; exit 75;;
            fail) echo x; exit 1;;
            nouser) exit 67;;
            noend) printf abc;;
            *) exit 68;;
            esac
            """;

    @TempDir
    Path temporary;

    private static MapProgramRunner.Outcome run(List<String> command, String key) {
        List<String> all = new ArrayList<>(command);
        all.add(key);
        try {
            Process process = new ProcessBuilder(all).start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return new MapProgramRunner.Outcome.Ended(
                    process.waitFor(), out.lines().findFirst());
        } catch (IOException | InterruptedException e) {
            return new MapProgramRunner.Outcome.NotRun(String.valueOf(e.getMessage()));
        }
    }

    private static MapEnvironment environment(MapProgramRunner runner) {
        MapNeighbours none = MapNeighbours.none();
        return TestMaps.environment(EventSink.none(), HostsTable.empty())
                .withNeighbours(new MapNeighbours(
                        runner, none.secrets(), none.directories(), none.ldap(), none.userDatabase()));
    }

    @Test
    void answersAsTheRealOne() throws Exception {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        SendmailFolder folder = SendmailFolder.in(temporary.resolve("host"));
        folder.file("hosts", "127.0.0.1 localhost\n");
        folder.file("service.switch", "hosts files\naliases files\n");
        folder.file("aliases", "root: someone\n");
        Path script = folder.file("script", SCRIPT);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> keys = List.of("one", "ONE", "per", "blank", "temp", "noend", "other", "$(id)", "a b");
        new MapComparison(folder, CONFIGURATION)
                .sameAnswers(
                        List.of(
                                "Kplain program " + script,
                                "Kwords program " + script + " two  words",
                                "Kkeep program -f -a.X " + script,
                                "Kmatch program -m " + script),
                        Map.of("plain", keys, "words", keys, "keep", keys, "match", keys),
                        environment((map, command, key) -> run(command, key)));
    }

    @Test
    void noOutputIsNotFoundAndAnEmptyLineIsAValue() {
        MapEnvironment silent = environment((map, command, key) ->
                new MapProgramRunner.Outcome.Ended(0, key.equals("line") ? Optional.of("") : Optional.empty()));
        assertThat(TestMaps.find(TestMaps.map("Km program /x", silent), "line")).isEqualTo(TestMaps.found(""));
        assertThat(TestMaps.find(TestMaps.map("Km program /x", silent), "none")).isEqualTo(TestMaps.notFound());
    }

    @Test
    void whatDoesNotRunIsATemporaryFailure() {
        MapEnvironment nobody = environment(MapProgramRunner.refusing());
        assertThat(TestMaps.find(TestMaps.map("Km program /bin/echo", nobody), "k"))
                .isEqualTo(new LookupResult.TemporaryFailure("program map \"m\": programs are not run here"));
    }

    @Test
    void theRunnerLearnsTheNameOfTheMapAndItsWords() {
        List<String> seen = new ArrayList<>();
        MapEnvironment recording = environment((map, command, key) -> {
            seen.add(map + " " + command + " " + key);
            return new MapProgramRunner.Outcome.Ended(0, Optional.of("x"));
        });
        TestMaps.find(TestMaps.map("Km program -a. /usr/bin/x -y  z", recording), "KEY");
        assertThat(seen).containsExactly("m [/usr/bin/x, -y, z] KEY");
        assertThat(ProgramMap.commands(TestMaps.declarations(List.of(
                        "Km program -a. /usr/bin/x -y  z",
                        "Kh hash /x",
                        "Kr program relative",
                        "Kq program /a",
                        "Kq null"))))
                .isEqualTo(Map.of("m", List.of("/usr/bin/x", "-y", "z")));
    }
}
