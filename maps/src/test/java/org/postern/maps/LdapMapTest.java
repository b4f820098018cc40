package org.postern.maps;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.SelfSignedCertificateGenerator;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindResult;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.util.ssl.KeyStoreKeyManager;
import com.unboundid.util.ssl.SSLUtil;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.EventSink;
import org.postern.cf.LookupResult;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;
import org.postern.dns.HostsTable;

/// LDAP maps: what the comparison with the real program cannot show.
class LdapMapTest {
    @TempDir
    static Path folder;

    private static final List<String> BINDS = new CopyOnWriteArrayList<>();

    private static InMemoryDirectoryServer server;
    private static LdapTrust trust;

    @BeforeAll
    static void prepare() throws Exception {
        var files = SelfSignedCertificateGenerator.generateTemporarySelfSignedCertificate("test", "PKCS12");
        KeyStore store = KeyStore.getInstance(Objects.requireNonNull(files.getFirst()), files.getSecond());
        byte[] certificate = store.getCertificate(store.aliases().nextElement()).getEncoded();
        Path authorities = folder.resolve("authorities.pem");
        Files.writeString(
                authorities,
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate)
                        + "\n-----END CERTIFICATE-----\n");
        trust = new LdapTrust(authorities);
        SSLUtil keys = new SSLUtil(new KeyStoreKeyManager(files.getFirst(), files.getSecond(), "PKCS12", null), null);
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("o=exam");
        config.setSchema(null);
        config.addAdditionalBindCredentials("cn=reader,o=exam", "s3cret");
        InetAddress loopback = InetAddress.getLoopbackAddress();
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("plain", loopback, 0, keys.createSSLSocketFactory()),
                InMemoryListenerConfig.createLDAPSConfig(
                        "tls", loopback, 0, keys.createSSLServerSocketFactory(), null));
        config.addInMemoryOperationInterceptor(new BindRecorder());
        server = new InMemoryDirectoryServer(config);
        server.startListening();
        server.add("dn: o=exam", "objectClass: organization", "o: exam");
        server.add("dn: uid=bob,o=exam", "objectClass: person", "uid: bob", "mail: bob@one.test");
        server.add("dn: uid=caf\u00e9,o=exam", "objectClass: person", "uid: caf\u00e9", "mail: caf\u00e9@one.test");
        for (int i = 0; i < 20; i++) {
            server.add("dn: uid=u" + i + ",o=exam", "objectClass: person", "uid: u" + i, "room: 1", "mail: m" + i);
        }
        for (String[] circle : new String[][] {{"a", "b"}, {"b", "c"}, {"c", "a"}}) {
            server.add(
                    "dn: uid=" + circle[0] + ",o=exam",
                    "objectClass: group",
                    "uid: " + circle[0],
                    "mail: " + circle[0] + "@circle.test",
                    "member: uid=" + circle[1] + ",o=exam");
        }
        server.add(
                "dn: cn=aliases,o=exam",
                "objectClass: sendmailMTAAliasObject",
                "sendmailMTAAliasGrouping: aliases",
                "sendmailMTAHost: mx.exam.test",
                "sendmailMTAKey: list",
                "sendmailMTAAliasValue: bob",
                "sendmailMTAAliasValue: carol@far.test");
    }

    private static final class BindRecorder extends InMemoryOperationInterceptor {
        @Override
        public void processSimpleBindResult(InMemoryInterceptedSimpleBindResult result) {
            BINDS.add(result.getRequest().getBindDN());
        }
    }

    @AfterAll
    static void stop() {
        server.shutDown(true);
    }

    private static MapEnvironment environment(EventSink events) {
        return TestMaps.environment(events, HostsTable.empty())
                .withNeighbours(new MapNeighbours(
                        MapProgramRunner.refusing(),
                        (map, path) -> path.equals("/secret") ? Optional.of("s3cret") : Optional.empty(),
                        new LdapConnections(trust),
                        new LdapDefaults(
                                "-b o=exam -h 127.0.0.1 -p " + server.getListenPort("plain"), "mx.exam.test", ""),
                        ""));
    }

    private static MapLookup map(String arguments) {
        return TestMaps.map("Km ldap " + arguments, environment(EventSink.none()));
    }

    private static LookupResult find(String arguments, String key) {
        return TestMaps.find(map(arguments), key);
    }

    @Test
    void beginsWithTheDefaultSpec() {
        assertThat(find("-k (uid=%0) -v mail", "bob")).isEqualTo(TestMaps.found("bob@one.test"));
    }

    @Test
    void keepsBytesAsTheyAre() {
        assertThat(find("-k (uid=%0) -v mail", "caf\u00c3\u00a9"))
                .isEqualTo(TestMaps.found("caf\u00c3\u00a9@one.test"));
    }

    @Test
    void speaksTls() {
        String port = Integer.toString(server.getListenPort("tls"));
        LdapDefaults none = LdapDefaults.NONE;
        MapEnvironment plain = environment(EventSink.none());
        MapEnvironment withoutDefaults = plain.withNeighbours(new MapNeighbours(
                MapProgramRunner.refusing(), MapSecrets.none(), new LdapConnections(trust), none, ""));
        assertThat(TestMaps.find(
                        TestMaps.map(
                                "Km ldap -H ldaps://127.0.0.1:" + port + "/ -b o=exam -k (uid=%0) -v mail",
                                withoutDefaults),
                        "bob"))
                .isEqualTo(TestMaps.found("bob@one.test"));
        String start = "ldap://127.0.0.1:" + server.getListenPort("plain") + "/????!StartTLS";
        assertThat(TestMaps.find(
                        TestMaps.map("Km ldap -H " + start + " -b o=exam -k (uid=%0) -v mail", withoutDefaults), "bob"))
                .isEqualTo(TestMaps.found("bob@one.test"));
    }

    /// TLS-11: a directory with a wrong certificate gets no question.
    @Test
    void believesNoStranger() throws Exception {
        Path nobody = Files.writeString(folder.resolve("none.pem"), "");
        MapEnvironment strict = environment(EventSink.none())
                .withNeighbours(new MapNeighbours(
                        MapProgramRunner.refusing(),
                        MapSecrets.none(),
                        new LdapConnections(new LdapTrust(nobody)),
                        LdapDefaults.NONE,
                        ""));
        for (String url : List.of(
                "ldaps://127.0.0.1:" + server.getListenPort("tls") + "/",
                "ldap://127.0.0.1:" + server.getListenPort("plain") + "/????!StartTLS")) {
            assertThat(TestMaps.find(
                            TestMaps.map("Km ldap -H " + url + " -b o=exam -k (uid=%0) -v mail", strict), "bob"))
                    .isEqualTo(new LookupResult.TemporaryFailure("Error getting LDAP results, map=m"));
        }
    }

    @Test
    void bindsWithTheSecretOfTheFile() {
        BINDS.clear();
        assertThat(find("-M simple -d cn=reader,o=exam -P /secret -k (uid=%0) -v mail", "bob"))
                .isEqualTo(TestMaps.found("bob@one.test"));
        assertThat(BINDS).containsExactly("cn=reader,o=exam");
    }

    @Test
    void refusesWhatTheRealOneRefuses() {
        assertThat(problem("-d cn=x -P /nosuch -k (uid=%0)")).isEqualTo("LDAP map: cannot open secret /nosuch");
        assertThat(problem("-v mail")).isEqualTo("No filter given in map m");
        assertThat(problem("-k x -s all")).isEqualTo("Scope must be [base|one|sub] (not all) in map m");
        assertThat(problem("-k x -r often")).isEqualTo("Deref must be [never|always|search|find] (not often) in map m");
        assertThat(problem("-k x -M magic"))
                .isEqualTo("Method for binding must be [none|simple|krbv4] (not magic) in map m");
        assertThat(problem("-k x -w 9")).isEqualTo("LDAP version 9 exceeds max of 3 in map m");
        assertThat(problem("-k x -v a,A")).isEqualTo("Duplicate attribute (A) in m");
        assertThat(problem("-k x -v a:odd")).isEqualTo("Unknown attribute type (odd) in m");
        assertThat(problem("-k x -v a:DN"))
                .isEqualTo("LDAP recursion requested in m but no returnable attribute given");
        assertThat(problem("-k x -n -v a,b:DN")).isEqualTo("LDAP recursion requested in m can not be used with -n");
        assertThat(problem("-h a -H ldap://b -k x"))
                .isEqualTo("Can not specify both an LDAP host and an LDAP URI in map m");
    }

    private static String problem(String arguments) {
        MapSet set = MapSet.open(
                List.of(new MapDeclaration("m", "ldap", arguments, "x.cf", 1)), environment(EventSink.none()));
        return set.problems().getFirst().message();
    }

    /// CMD-10, CMD-11: signs of filters in keys.
    @Test
    void aKeyIsNeverPartOfTheFilter() {
        for (String key : List.of("*", "bob)(uid=*", "b*", "(&)", "\\2a", "x)(|(uid=bob", "\u0000", "%0", "%s")) {
            assertThat(find("-k (uid=%0) -v mail", key)).as(key).isEqualTo(TestMaps.notFound());
            assertThat(find("-k (uid=%s) -v mail", key)).as(key).isEqualTo(TestMaps.notFound());
        }
    }

    @Test
    void takesArgumentsIntoTheFilter() {
        MapLookup map = map("-K -k (&(uid=%0)(mail=%1@%2)) -v mail");
        assertThat(TestMaps.find(map, "bob", "bob", "one.test")).isEqualTo(TestMaps.found("bob@one.test"));
        assertThat(TestMaps.find(map, "bob", "*", "*")).isEqualTo(TestMaps.notFound());
        assertThat(TestMaps.find(map, "bob")).isEqualTo(TestMaps.notFound());
    }

    @Test
    void circlesEnd() {
        assertThat(find("-z, -k (uid=%0) -v mail,member:DN", "a"))
                .isEqualTo(TestMaps.found("a@circle.test,b@circle.test,c@circle.test"));
    }

    @Test
    void whatIsTooMuchIsAFailureAndNotAPart() {
        MapEnvironment plain = environment(EventSink.none());
        MapLimits few = new MapLimits(1000, 12, 1000, 1000, 10, 10, 2, 5, 1);
        MapEnvironment small = new MapEnvironment(
                plain.resolver(),
                plain.hosts(),
                plain.accounts(),
                plain.services(),
                plain.files(),
                plain.events(),
                plain.clock(),
                few,
                plain.hostRules(),
                plain.neighbours());
        LookupResult failure = new LookupResult.TemporaryFailure("Error getting LDAP results, map=m");
        assertThat(TestMaps.find(TestMaps.map("Km ldap -z, -k (room=%0) -v mail", small), "1"))
                .isEqualTo(failure);
        assertThat(TestMaps.find(TestMaps.map("Km ldap -z, -k (uid=%0) -v mail,member:DN", small), "a"))
                .isEqualTo(failure);
    }

    @Test
    void aServerThatSaysNothingIsATemporaryFailure() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            List<String> said = new ArrayList<>();
            MapLookup map = TestMaps.map(
                    "Km ldap -l 1 -c 1 -H ldap://127.0.0.1:" + silent.getLocalPort() + " -b o=exam -k (uid=%0) -v mail",
                    environment(event -> said.add(event.text()))
                            .withNeighbours(new MapNeighbours(
                                    MapProgramRunner.refusing(),
                                    MapSecrets.none(),
                                    new LdapConnections(trust),
                                    LdapDefaults.NONE,
                                    "")));
            assertThat(TestMaps.find(map, "bob")).isInstanceOf(LookupResult.TemporaryFailure.class);
            assertThat(said).hasSize(1);
        }
    }

    @Test
    void comesBackAfterTheServerWasGone() throws Exception {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("o=exam");
        config.setSchema(null);
        InMemoryDirectoryServer other = new InMemoryDirectoryServer(config);
        other.startListening();
        other.add("dn: o=exam", "objectClass: organization", "o: exam", "mail: x");
        MapLookup map = TestMaps.map(
                "Km ldap -k (o=%0) -v mail",
                environment(EventSink.none())
                        .withNeighbours(new MapNeighbours(
                                MapProgramRunner.refusing(),
                                MapSecrets.none(),
                                new LdapConnections(trust),
                                new LdapDefaults("-b o=exam -h 127.0.0.1:" + other.getListenPort(), "", ""),
                                "")));
        assertThat(TestMaps.find(map, "exam")).isEqualTo(TestMaps.found("x"));
        other.shutDown(true);
        assertThat(TestMaps.find(map, "exam")).isInstanceOf(LookupResult.TemporaryFailure.class);
        restart(other);
        assertThat(TestMaps.find(map, "exam")).isEqualTo(TestMaps.found("x"));
        other.shutDown(true);
    }

    private static void restart(InMemoryDirectoryServer other) throws LDAPException {
        other.startListening();
    }

    @Test
    void anAliasFileMayBeADirectory() {
        MapEnvironment environment = environment(EventSink.none());
        AliasDatabase standard = AliasDatabase.open(List.of("ldap:"), environment, 0);
        assertThat(standard.find("list")).isEqualTo(TestMaps.found("bob,carol@far.test"));
        AliasDatabase own = AliasDatabase.open(List.of("ldap:-k (room=%0) -v \"mail\""), environment, 0);
        assertThat(own.find("1").toString()).contains("m0,").contains("m19");
    }
}
