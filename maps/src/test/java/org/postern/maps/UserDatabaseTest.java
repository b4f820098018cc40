package org.postern.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.EventSink;
import org.postern.dns.HostsTable;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

/// The user database, in a file of the real makemap, in the real `sendmail -bt` and here.
class UserDatabaseTest {
    private static final String CONFIGURATION = """
            V10/Berkeley
            O DontBlameSendmail=TrustStickyBit
            O ServiceSwitchFile=${folder}/etc/service.switch
            O HostsFile=${folder}/etc/hosts
            O AliasFile=${folder}/etc/aliases
            O UserDatabaseSpec=${folder}/etc/userdb
            O OperatorChars=.:@[]!^/
            Mlocal, P=/bin/true, F=lsDFM@, S=0,R=0,A=x
            Mprog, P=/bin/sh, F=lsDFM, S=0,R=0,A=x
            """;

    private static final String SOURCE = """
            alice:maildrop alice@store.test
            alice:mailname Alice.Liddell@corp.test
            bob:maildrop bob1@store.test
            bob:office 4711
            carol:maildrop carol@store.test, carol2@store.test
            :default:mailname corp.test
            """;

    @TempDir
    Path temporary;

    private SendmailFolder folder;

    @BeforeEach
    void prepare() {
        folder = SendmailFolder.in(temporary.resolve("host"));
        folder.file("sendmail.cf", CONFIGURATION);
        folder.file("hosts", "127.0.0.1 localhost\n");
        folder.file("service.switch", "hosts files\naliases files\n");
        folder.file("aliases", "root: someone\nbob: fromalias\n");
        String file = folder.etc().resolve("userdb").toString();
        RealSendmail.run(folder, "makemap", List.of("btree", file), SOURCE).succeeded();
    }

    private MapEnvironment environment(String option) {
        MapNeighbours none = MapNeighbours.none();
        return TestMaps.environment(EventSink.none(), HostsTable.empty())
                .withNeighbours(
                        new MapNeighbours(none.programs(), none.secrets(), none.directories(), none.ldap(), option));
    }

    private MapEnvironment environment() {
        return environment(folder.etc().resolve("userdb").toString());
    }

    @Test
    void findsTheSame() {
        List<String> keys = List.of("alice", "ALICE", "bob", "carol", "nobody", "bob:office", ":default");
        Map<String, List<String>> all = new LinkedHashMap<>();
        List<String> lines = List.of(
                "Kdrop userdb maildrop",
                "Kname userdb mailname",
                "Koffice userdb -a.X office",
                "Kmatch userdb -m maildrop",
                "Kkeep userdb -f maildrop");
        for (String line : lines) {
            all.put(line.substring(1, line.indexOf(' ')), keys);
        }
        new MapComparison(folder, CONFIGURATION).sameAnswers(lines, all, environment());
    }

    @Test
    void isAskedForNamesWithoutAnAlias() {
        List<String> files = List.of("stab:" + folder.etc().resolve("aliases"));
        AliasDatabase aliases = AliasDatabase.open(files, environment(), 0);
        assertThat(aliases.find("Alice")).isEqualTo(TestMaps.found("alice@store.test"));
        assertThat(aliases.find("bob")).isEqualTo(TestMaps.found("fromalias"));
        assertThat(aliases.find("nobody")).isEqualTo(TestMaps.notFound());
        AliasDatabase without = AliasDatabase.open(files, environment(""), 0);
        assertThat(without.find("alice")).isEqualTo(TestMaps.notFound());
        AliasDatabase missing = AliasDatabase.open(files, environment("/nowhere/userdb"), 0);
        assertThat(missing.find("alice")).isEqualTo(TestMaps.notFound());
    }
}
