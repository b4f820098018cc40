package org.postern.maps;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.EventSink;
import org.postern.cf.CfOption;
import org.postern.cf.ClassFromMap;
import org.postern.cf.Configuration;
import org.postern.cf.ConfigurationFiles;
import org.postern.cf.ConfigurationOverrides;
import org.postern.cf.ConfigurationReader;
import org.postern.cf.ReadingPlace;
import org.postern.cf.StartingPoint;
import org.postern.dns.HostsTable;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

/// The same LDAP maps in the real `sendmail -bt` and here, before one directory server.
class LdapAgainstSendmailTest {
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

    private static final String BASE = "o=exam";

    @TempDir
    static Path temporary;

    private static SendmailFolder folder;
    private static InMemoryDirectoryServer server;

    @BeforeAll
    static void prepare() throws Exception {
        folder = SendmailFolder.in(temporary.resolve("host"));
        folder.file("hosts", "127.0.0.1 localhost\n");
        folder.file("service.switch", "hosts files\naliases files\n");
        folder.file("aliases", "root: someone\n");
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
        config.setSchema(null);
        config.addAdditionalBindCredentials("cn=reader,o=exam", "s3cret");
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("plain", InetAddress.getLoopbackAddress(), 0, null));
        server = new InMemoryDirectoryServer(config);
        server.startListening();
        fill();
    }

    private static void fill() throws LDAPException, LDIFException {
        server.add("dn: o=exam", "objectClass: organization", "o: exam");
        server.add("dn: ou=other,o=exam", "objectClass: organizationalUnit", "ou: other");
        add("uid=alice,o=exam", "uid: alice", "mail: alice@one.test", "mail: alice@two.test", "cn: Alice %0 A");
        add("uid=bob,o=exam", "uid: bob", "mail: bob@one.test", "drink: tea", "drink: milk");
        add("uid=star*,o=exam", "uid: star*", "mail: star@one.test");
        add("uid=par(x),o=exam", "uid: par(x)", "mail: par@one.test");
        add("uid=far,ou=other,o=exam", "uid: far", "mail: far@one.test", "drink: tea");
        add("uid=empty,o=exam", "uid: empty");
        add(
                "uid=list,o=exam",
                "uid: list",
                "mail: list@one.test",
                "member: uid=bob,o=exam",
                "member: uid=alice,o=exam",
                "member: uid=list,o=exam",
                "search: (drink=tea)",
                "url: ldap:///o=exam?mail?sub?(uid=par*)");
        server.add("dn: uid=classed,o=exam", "objectClass: group", "uid: classed", "mail: g@one.test", "cn: group");
    }

    private static void fillClass() throws LDAPException, LDIFException {
        server.add(
                "dn: cn=class,o=exam",
                "objectClass: sendmailMTAClass",
                "cn: class",
                "sendmailMTAClassName: stock",
                "sendmailMTAHost: mx.exam.test",
                "sendmailMTAClassValue: one.stock",
                "sendmailMTAClassValue: two.stock three.stock");
    }

    private static void add(String name, String... attributes) throws LDAPException, LDIFException {
        String[] lines = new String[attributes.length + 2];
        lines[0] = "dn: " + name;
        lines[1] = "objectClass: person";
        System.arraycopy(attributes, 0, lines, 2, attributes.length);
        server.add(lines);
    }

    @AfterAll
    static void stop() {
        server.shutDown(true);
    }

    private static MapEnvironment environment() {
        MapNeighbours none = MapNeighbours.none();
        return TestMaps.environment(EventSink.none(), HostsTable.empty())
                .withNeighbours(new MapNeighbours(
                        none.programs(),
                        (map, path) -> firstLine(Path.of(path)),
                        none.directories(),
                        none.ldap(),
                        none.userDatabase()));
    }

    private static Optional<String> firstLine(Path file) {
        try {
            return Files.readAllLines(file).stream().findFirst();
        } catch (java.io.IOException e) {
            return Optional.empty();
        }
    }

    private static void compare(List<String> mapLines, Map<String, List<String>> keys) {
        new MapComparison(folder, CONFIGURATION)
                .sameAnswers(
                        mapLines.stream()
                                .map(line -> line.replace("SERVER", "-h 127.0.0.1 -p " + server.getListenPort()))
                                .map(line -> line.replace("PORT", "" + server.getListenPort()))
                                .toList(),
                        keys,
                        environment());
    }

    @Test
    void findsTheSame() {
        List<String> keys = List.of("alice", "ALICE", "bob", "nobody", "empty", "star*", "par(x)", "*", "far", "list");
        Map<String, List<String>> all = new LinkedHashMap<>();
        List<String> lines = List.of(
                "Kplain ldap SERVER -b o=exam -k (uid=%0) -v mail",
                "Kquoted ldap SERVER -b \"o=exam\" -k\"(&(objectClass=person)(uid=%0))\" -v \"mail\" -a\"<x y>\"",
                "Kjoined ldap -z, SERVER -b o=exam -k (uid=%0) -v mail,drink",
                "Kjoinednames ldap -z, -V: SERVER -b o=exam -k (uid=%0) -v drink,mail",
                "Knamed ldap -V= SERVER -b o=exam -k (uid=%0) -v mail",
                "Kone ldap -1 SERVER -b o=exam -k (uid=%0) -v mail",
                "Konejoined ldap -1 -z, SERVER -b o=exam -k (uid=%0) -v mail,drink",
                "Kpercent ldap SERVER -b o=exam -k (uid=%0) -v cn",
                "Kmatch ldap -m -a.X SERVER -b o=exam -k (uid=%0) -v mail",
                "Kkeep ldap -f SERVER -b o=exam -k (uid=%0) -v mail",
                "Kbaseonly ldap -s base SERVER -b uid=bob,o=exam -k (uid=%0) -v mail",
                "Konelevel ldap -s one SERVER -b o=exam -k (uid=%0) -v mail",
                "Knames ldap -n SERVER -b o=exam -k (uid=%0) -v mail",
                "Knamesjoined ldap -n -z, SERVER -b o=exam -k (uid=%0) -v mail,drink",
                "Kurl ldap -H ldap://127.0.0.1:PORT/ -b o=exam -k (uid=%0) -v mail",
                "Kopt ldap -o SERVER -b o=exam -k (uid=%0) -v mail");
        for (String line : lines) {
            all.put(line.substring(1, line.indexOf(' ')), keys);
        }
        compare(lines, all);
    }

    @Test
    void findsTheSameOfSeveralEntries() {
        compare(
                List.of(
                        "Kdrink ldap -z, SERVER -b o=exam -k (drink=%0) -v mail",
                        "Kdrinkfirst ldap SERVER -b o=exam -k (drink=%0) -v mail",
                        "Kdrinkone ldap -1 SERVER -b o=exam -k (drink=%0) -v mail",
                        "Kdrinkonejoined ldap -1 -z, SERVER -b o=exam -k (drink=%0) -v mail",
                        "Kdrinkmatch ldap -m SERVER -b o=exam -k (drink=%0) -v mail",
                        "Kdrinkmatchone ldap -m -1 SERVER -b o=exam -k (drink=%0) -v mail",
                        "Kdrinklimit ldap -Z 1 -z, SERVER -b o=exam -k (drink=%0) -v mail"),
                Map.of(
                        "drink", List.of("tea", "milk", "none"),
                        "drinkfirst", List.of("tea", "milk", "none"),
                        "drinkone", List.of("tea", "milk", "none"),
                        "drinkonejoined", List.of("tea", "milk", "none"),
                        "drinkmatch", List.of("tea", "milk", "none"),
                        "drinkmatchone", List.of("tea", "milk", "none"),
                        "drinklimit", List.of("tea", "milk")));
    }

    @Test
    void searchesFurtherAsTheRealOne() {
        List<String> keys = List.of("list", "bob", "classed");
        compare(
                List.of(
                        "Kdn ldap -z, SERVER -b o=exam -k (uid=%0) -v mail,member:DN",
                        "Kfilter ldap -z, SERVER -b o=exam -k (uid=%0) -v mail,search:FILTER",
                        "Kurls ldap -z, SERVER -b o=exam -k (uid=%0) -v mail,url:URL",
                        "Keverything ldap -z, SERVER -b o=exam -k (uid=%0) -v mail:NORMAL,member:DN,search:FILTER,url:URL",
                        "Kclass ldap -z, SERVER -b o=exam -k (uid=%0) -v mail:NORMAL:group,cn",
                        "Kclasses ldap -z, SERVER -b o=exam -k (uid=%0) -v mail,member:DN:group|other",
                        "Kfirstonly ldap SERVER -b o=exam -k (uid=%0) -v mail,member:DN"),
                Map.of(
                        "dn",
                        keys,
                        "filter",
                        keys,
                        "urls",
                        keys,
                        "everything",
                        keys,
                        "class",
                        keys,
                        "classes",
                        keys,
                        "firstonly",
                        keys));
    }

    @Test
    void fillsClassesAsTheRealOne() throws LDAPException, LDIFException {
        fillClass();
        String lines = """
                F{one}tea@ldap:SERVER -b o=exam -k (drink=%0) -v mail
                F{two}alice@ldap:-z, SERVER -b o=exam -k (uid=%0) -v mail
                F{three}nobody@ldap:SERVER -b o=exam -k (uid=%0) -v mail
                F{four}bob@ldap:-1 SERVER -b o=exam -k (uid=%0) -v drink
                O LDAPDefaultSpec=SERVER -b o=exam
                F{stock}@LDAP
                F{none}@LDAP
                """.replace("SERVER", "-h 127.0.0.1 -p " + server.getListenPort());
        String cf = CONFIGURATION + "Djmx.exam.test\n" + lines;
        folder.file("sendmail.cf", cf);
        List<String> names = List.of("one", "two", "three", "four", "stock", "none");
        String real = RealSendmail.addressTest(
                folder.configuration(),
                names.stream().map(name -> "$={" + name + "}").toList());
        Configuration configuration = new ConfigurationReader(
                        new ClassesFromMaps(), StartingPoint.of("mx.exam.test", "mx.exam.test", List.of(), "8.17.1.9"))
                .readText("sendmail.cf", cf, ConfigurationOverrides.NONE);
        StringBuilder ours = new StringBuilder();
        names.forEach(name -> ours.append(name)
                .append(new TreeSet<>(configuration.classOf(name).members())));
        StringBuilder theirs = new StringBuilder();
        String[] answers = real.substring(real.indexOf("<address>\n> ") + 12).split("(?m)^> |(?<=> )> ", -1);
        for (int i = 0; i < names.size(); i++) {
            theirs.append(names.get(i)).append(new TreeSet<>(answers[i].lines().toList()));
        }
        assertThat(configuration.diagnostics()).as(real).isEmpty();
        assertThat(ours.toString()).as(real).isEqualTo(theirs.toString());
    }

    private static final class ClassesFromMaps implements ConfigurationFiles {
        @Override
        public Content file(String path) {
            return new Content.Unreadable(true, "none");
        }

        @Override
        public String map(ClassFromMap request, ReadingPlace place) {
            MapEnvironment plain = environment();
            MapNeighbours near = plain.neighbours();
            LdapDefaults defaults =
                    new LdapDefaults(place.options().text(CfOption.LDAP_DEFAULT_SPEC), "mx.exam.test", "");
            return ClassWords.find(
                    request,
                    place,
                    plain.withNeighbours(new MapNeighbours(
                            near.programs(), near.secrets(), near.directories(), defaults, near.userDatabase())));
        }
    }

    @Test
    void bindsAsTheRealOne() {
        folder.file("secret", "s3cret\n");
        folder.file("wrong", "guess\n");
        List<String> keys = List.of("bob", "nobody");
        compare(
                List.of(
                        "Kgood ldap -M simple -d cn=reader,o=exam -P ${folder}/etc/secret SERVER -b o=exam -k (uid=%0)"
                                + " -v mail",
                        "Kbad ldap -M LDAP_AUTH_SIMPLE -d cn=reader,o=exam -P ${folder}/etc/wrong SERVER -b o=exam"
                                + " -k (uid=%0) -v mail",
                        "Kdead ldap -h 127.0.0.1 -p 1 -b o=exam -k (uid=%0) -v mail",
                        "Knowhere ldap SERVER -b o=elsewhere -k (uid=%0) -v mail",
                        "Kbroken ldap SERVER -b o=exam -k (uid=%0 -v mail"),
                Map.of("good", keys, "bad", keys, "dead", keys, "nowhere", keys, "broken", keys));
    }
}
