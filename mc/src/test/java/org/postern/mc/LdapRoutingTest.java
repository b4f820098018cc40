package org.postern.mc;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.dns.TableResolver;
import org.postern.testkit.RealSendmail;

/// FEATURE(ldap_routing) as a whole, with a directory: our library and our engine give what sendmail's library gives in
/// the real program.
class LdapRoutingTest {
    private static final String MC = """
            OSTYPE(`linux')dnl
            define(`confLDAP_DEFAULT_SPEC', `-h 127.0.0.1 -p @PORT@ -b o=exam')dnl
            define(`confBIND_OPTS', `-DNSRCH -DEFNAMES')dnl
            FEATURE(`nocanonify')dnl
            LOCAL_DOMAIN(`here.test')dnl
            MASQUERADE_AS(`ldap.test')dnl
            LDAPROUTE_DOMAIN(`ldap.test other.test')dnl
            LDAPROUTE_EQUIVALENT(`equal.test')dnl
            FEATURE(`ldap_routing'@OPTIONS@)dnl
            MAILER(`local')dnl
            MAILER(`smtp')dnl
            """;

    private static final List<String> USERS = List.of(
            "host",
            "route",
            "both",
            "here",
            "herehost",
            "host+detail",
            "route+detail",
            "detail+x",
            "nobody",
            "nobody+detail",
            "broken");

    @TempDir
    static Path folder;

    private static InMemoryDirectoryServer server;

    @BeforeAll
    static void prepare() throws Exception {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("o=exam");
        config.setSchema(null);
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("plain", InetAddress.getLoopbackAddress(), 0, null));
        server = new InMemoryDirectoryServer(config);
        server.startListening();
        server.add("dn: o=exam", "objectClass: organization", "o: exam");
        add("host@ldap.test", "mailHost: hub.far.test");
        add("route@ldap.test", "mailRoutingAddress: someone@far.test");
        add("both@ldap.test", "mailHost: hub.far.test", "mailRoutingAddress: inside@store.test");
        add("here@ldap.test", "mailRoutingAddress: localuser@here.test");
        add("herehost@ldap.test", "mailHost: here.test", "mailRoutingAddress: other@far.test");
        add("detail+x@ldap.test", "mailRoutingAddress: exact@far.test");
        add("@other.test", "mailHost: catchall.far.test");
        add("known@other.test", "mailRoutingAddress: known@far.test");
    }

    private static void add(String address, String... attributes) throws Exception {
        List<String> lines = new ArrayList<>(List.of(
                "dn: uid=" + address.replace("+", "\\+") + ",o=exam",
                "objectClass: inetLocalMailRecipient",
                "mailLocalAddress: " + address));
        lines.addAll(List.of(attributes));
        server.add(lines.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        server.shutDown(true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ", , , `passthru'",
                ", , , `bounce'",
                ", , , `sendertoo'",
                ", , , `bounce', `strip'",
                ", , , `bounce', `preserve'",
                ", , , , `preserve'",
                ", , , `bounce', , `nodomain'",
                ", , , `bounce', `strip', `nodomain', `tempfail'"
            })
    void routesAsTheRealOne(String options) throws Exception {
        String mc = mc(options, server.getListenPort());

        McResult made = Cases.ours("ldap", mc);
        assertThat(made.hasErrors()).as("%s", made.diagnostics()).isFalse();
        Path ourFile = Cases.write(folder, "ours.cf", made.configuration());
        Path realFile = Cases.write(folder, "real.cf", RealSendmail.cf(mc));
        FinalResults ours = new FinalResults(ourFile, TableResolver.empty());
        List<String> differences = new ArrayList<>();
        for (String line : questions()) {
            String theirs = FinalResults.summary(line, answer(RealSendmail.addressTest(realFile, List.of(line))));
            String mine = ours.of(line);
            if (!mine.equals(theirs)) {
                differences.add(line + "\n  sendmail's " + theirs + "\n  ours       " + mine);
            }
        }
        assertThat(String.join("\n", differences)).isEmpty();
    }

    /// The real one queues the message, or refuses it as `User unknown`; here the client comes again.
    @ParameterizedTest
    @ValueSource(strings = {"", ", , , `bounce'", ", , , `bounce', , , `tempfail'"})
    void aDirectoryThatIsDownIsNeverNoSuchUser(String options) throws Exception {
        McResult made = Cases.ours("ldap", mc(options, 1));
        FinalResults ours =
                new FinalResults(Cases.write(folder, "down.cf", made.configuration()), TableResolver.empty());
        assertThat(ours.of("/parse host@ldap.test")).contains("451 Temporary system failure");
        assertThat(ours.of("/parse nobody@far.test")).isEqualTo("mailer esmtp, host far.test., user nobody@far.test");
    }

    /// @param options from the third argument on; the first two are the maps
    private static String mc(String options, int port) {
        return MC.replace("@PORT@", Integer.toString(port)).replace("@OPTIONS@", options);
    }

    /// What the program prints about the question.
    private static String answer(String output) {
        return output.replaceFirst("(?s)^.*?\n> ", "").replaceAll("(?m)^(> *|ldap_init/ldap_bind failed .*)$\n?", "");
    }

    private static List<String> questions() {
        List<String> lines = new ArrayList<>();
        for (String domain : List.of("ldap.test", "other.test", "equal.test", "here.test", "far.test")) {
            USERS.forEach(user -> lines.add("/parse " + user + "@" + domain));
        }
        lines.add("/parse known@other.test");
        lines.add("3,0 host@ldap.test");
        return lines;
    }
}
