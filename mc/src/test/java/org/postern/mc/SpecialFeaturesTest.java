package org.postern.mc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Features whose rule sets the program asks at moments of its own: policies for servers (sts), copies (bcc), flags
/// (prefixmod).
class SpecialFeaturesTest {
    private static final String HEAD = "OSTYPE(`linux')dnl\ndefine(`confDONT_PROBE_INTERFACES', `true')dnl\n";
    private static final String ACCESS = "FEATURE(`access_db', `text -T<TMPF> -k0 -v1 -z| @DIR@/access')dnl\n";
    private static final String MAILERS = "MAILER(`local')dnl\nMAILER(`smtp')dnl\n";
    private static final String STS = "FEATURE(`sts', `text -T<TMPF> -k0 -v1 -z| @DIR@/sts'%s)dnl\n";
    private static final String NAMES =
            "LOCAL_CONFIG\nC{cert_altnames}mx.example.com mx2.example.com other.server.test\n";

    private static final List<String> SERVERS = List.of(
            "mx.example.com", "mx2.example.com", "a.b.example.com", "mx.other.test", "other.server.test", "b.test");
    private static final List<String> DOMAINS =
            List.of("example.com", "other.test", "match.test", "good.test", "any.test", "unknown.test", "down.test");

    @TempDir
    static Path folder;

    @BeforeAll
    static void tables() throws IOException {
        Cases.tables(folder);
    }

    private static List<String> policyQuestions() {
        List<String> lines = new ArrayList<>();
        for (String server : SERVERS) {
            lines.add(".D{server_name}" + server);
            lines.add(".D{server_addr}192.0.2.11");
            for (String domain : DOMAINS) {
                for (String verify : List.of("OK", "FAIL", "NOT", "NONE", "TRUSTED", "SOFTWARE")) {
                    lines.add(".D{rcpt_addr}user@" + domain + ".");
                    lines.add(".D{cipher_bits}" + (verify.equals("TRUSTED") ? "112" : "256"));
                    lines.add(".D{verify}" + verify);
                    lines.add("tls_server " + verify);
                    lines.add("tls_rcpt user@" + domain);
                }
                lines.add(".D{sts_sni}");
                lines.add("Pipe,tls_clt_features " + server + " $| 192.0.2.11");
                lines.add("Pipe,tls_clt_features " + server + " $| 192.0.2.11");
            }
        }
        lines.add(".D{rcpt_addr}");
        lines.add("tls_rcpt user@example.com");
        lines.add("tls_server FAIL");
        lines.add("tls_client FAIL $| MAIL");
        lines.add("tls_client SOFTWARE $| MAIL");
        lines.add("Pipe,tls_clt_features mx.example.com $| 192.0.2.11");
        lines.add(".D{rcpt_addr}user@example.com");
        lines.add(".D{client_flags}MM");
        lines.add("Pipe,tls_clt_features mx.example.com $| 192.0.2.11");
        return lines;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", `NO_SAN_TST'"})
    void policies(String option) throws IOException {
        String mc = HEAD + STS.formatted(option) + MAILERS + NAMES;
        new Comparison(folder, policyQuestions()).compare("sts", Cases.placed(mc));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "FEATURE(`tls_session_features')dnl\n"})
    void policiesBesideTheAccessMap(String more) throws IOException {
        String mc = HEAD + ACCESS + more + STS.formatted("") + MAILERS + NAMES;
        new Comparison(folder, policyQuestions()).compare("sts-access", Cases.placed(mc));
    }

    private static List<String> copyQuestions() {
        List<String> lines = new ArrayList<>();
        List<String> addresses = List.of(
                "a@example.com",
                "<a@example.com>",
                "a@x.good.test",
                "a@good.test",
                "a@oracle.test",
                "b@none.test",
                "local");
        for (String address : addresses) {
            lines.add("bcc " + address);
        }
        for (String type : List.of("e r", "e b", "h r", "e s")) {
            lines.add(".D{addr_type}" + type);
            for (String address : addresses) {
                lines.add("3,0 " + address);
            }
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "`text -T<TMPF> -k0 -v1 -z| @DIR@/bcctable', `relay:archive.test'",
                "`text -T<TMPF> -k0 -v1 -z| @DIR@/bcctable', `[archive.test]', `all@archive.test'",
                "`text -T<TMPF> -k0 -v1 -z| @DIR@/bcctable', `', `all@archive.test'",
                "`text -T<TMPF> -k0 -v1 -z| @DIR@/bcctable', `', `', `text -T<TMPF> -k0 -v1 -z| @DIR@/domainmap'",
                "`access', `relay:archive.test'"
            })
    void copies(String arguments) throws IOException {
        String mc = HEAD + ACCESS + "FEATURE(`bcc', " + arguments + ")dnl\n" + MAILERS;
        new Comparison(folder, copyQuestions()).compare("bcc", Cases.placed(mc));
    }

    @ParameterizedTest
    @ValueSource(strings = {"`bcc:', `X'", "`-', `ab'"})
    void prefixes(String arguments) throws IOException {
        String mc = HEAD + "FEATURE(`prefixmod', " + arguments + ")dnl\n" + MAILERS;
        List<String> lines = List.of(
                "3,0 bcc:alice",
                "3,0 -alice",
                "/parse bcc:alice@example.com",
                "/parse -alice@example.com",
                "/parse alice@example.com",
                "/parse -",
                "3,0 bob@mail.oracle.test",
                "3,0 -bob@mail.oracle.test");
        new Comparison(folder, lines).compare("prefixmod", mc);
    }
}
