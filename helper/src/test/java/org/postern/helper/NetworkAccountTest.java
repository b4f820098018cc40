package org.postern.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.os.Accounts;
import org.postern.os.FileAccounts;
import org.postern.os.Identity;
import org.postern.os.ProcessIdentity;

final class NetworkAccountTest {
    @TempDir
    Path folder;

    private Accounts accounts(String passwd) throws Exception {
        Files.writeString(folder.resolve("passwd"), passwd);
        Files.writeString(folder.resolve("group"), "root:x:0:\nmail:x:8:\nother:x:77:\n");
        return new FileAccounts(folder.resolve("passwd"), folder.resolve("group"), 10_000);
    }

    private static final String ALL = """
            root:x:0:0::/root:/bin/sh
            smmta:x:110:111::/:/bin/false
            postern:x:120:121::/:/bin/false
            mail:x:8:8::/:/bin/false
            a.b:x:130:131::/:/bin/false
            wheel:x:140:0::/:/bin/false
            """;

    @ParameterizedTest
    @CsvSource({
        "'', smmta, 110, 111, false",
        "mail, mail, 8, 8, true",
        "mail:other, mail, 8, 77, true",
        "mail.other, mail, 8, 77, true",
        "mail:99, mail, 8, 99, true",
        "a.b, a.b, 130, 131, true",
        "a.b:mail, a.b, 130, 8, true",
        "120, 120, 120, 121, true",
        "root, smmta, 110, 111, false",
        "0:0, smmta, 110, 111, false"
    })
    void findsTheAccount(String runAsUser, String name, int uid, int gid, boolean configured) throws Exception {
        assertThat(NetworkAccount.choose(runAsUser, accounts(ALL)))
                .isEqualTo(new NetworkAccount.Chosen(name, new Identity(uid, gid, List.of()), configured));
    }

    @ParameterizedTest
    @CsvSource({
        "nobodyhere, readcf: option RunAsUser: unknown user nobodyhere",
        "mail:nogroup, readcf: option RunAsUser: unknown group nogroup",
        "wheel, option RunAsUser: group 0 is not for the network process",
        "mail:0, option RunAsUser: group 0 is not for the network process",
        "9999, readcf: option RunAsUser: unknown user 9999"
    })
    void saysWhatIsWrong(String runAsUser, String message) throws Exception {
        assertThat(NetworkAccount.choose(runAsUser, accounts(ALL))).isEqualTo(new NetworkAccount.Missing(message));
    }

    @Test
    void oursIsTheSecondChoiceAndWithoutOneTheCommandIsNamed() throws Exception {
        assertThat(NetworkAccount.choose("", accounts("postern:x:120:121::/:/bin/false\n")))
                .isEqualTo(new NetworkAccount.Chosen("postern", new Identity(120, 121, List.of()), false));
        assertThat(NetworkAccount.choose("", accounts("root:x:0:0::/:/bin/sh\n")))
                .isInstanceOfSatisfying(
                        NetworkAccount.Missing.class,
                        missing -> assertThat(missing.message())
                                .contains("useradd --system --user-group")
                                .endsWith("smmta"));
    }

    @Test
    void anAccountDataBaseThatIsDownIsNotAnEmptyOne() {
        Accounts down = new FileAccounts(folder.resolve("none"), folder.resolve("none"), 10);

        assertThat(NetworkAccount.choose("", down))
                .isInstanceOfSatisfying(
                        NetworkAccount.Missing.class,
                        missing -> assertThat(missing.message()).startsWith("cannot look up the account smmta"));
    }

    @Test
    void theCommandGivesRightsAwayBeforeTheJvmBegins() throws Exception {
        List<String> command = NetworkProcess.command(
                List.of("/opt/jdk/bin/java", "-m", "x"), java.util.Optional.of(new Identity(110, 111, List.of())));
        String all = String.join(" ", command);

        assertThat(all)
                .containsPattern("setsid \\S*/setpriv --reuid=110 --regid=111 --clear-groups --inh-caps=-all")
                .contains("--bounding-set=-all")
                .contains("--no-new-privs /opt/jdk/bin/java -XX:-UsePerfData -XX:+DisableAttachMechanism")
                .endsWith(" -m x");
    }

    @Test
    void withoutAnAccountNothingIsGained() throws Exception {
        List<String> command = NetworkProcess.command(List.of("/opt/jdk/bin/java", "x"), java.util.Optional.empty());

        assertThat(command).contains("--no-new-privs").doesNotContain("--clear-groups");
        assertThat(command.contains("--bounding-set=-all")).isEqualTo(ProcessIdentity.isRoot());
    }
}
