package org.postern.mc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.testkit.RealSendmail;

/// Every feature and every mailer of the real tree, by itself: known here, and the same results.
class EveryPartTest {
    private static final String HEAD = "OSTYPE(`linux')dnl\ndefine(`confDONT_PROBE_INTERFACES', `true')dnl\n"
            + "FEATURE(`access_db', `text -T<TMPF> -k0 -v1 -z| @DIR@/access')dnl\n";
    private static final String MAILERS = "MAILER(`local')dnl\nMAILER(`smtp')dnl\n";

    /// What a feature needs beside its name.
    private static final Map<String, String> ARGUMENTS = Map.ofEntries(
            Map.entry("authinfo", table("authinfo")),
            Map.entry("bcc", table("bcctable") + ", `relay:archive.test'"),
            Map.entry("bitdomain", table("bitdomain")),
            Map.entry("dnsbl", ", `bl.test'"),
            Map.entry("domainmap", ", `domvirt.test'" + table("domainmap")),
            Map.entry("domaintable", table("domaintable")),
            Map.entry("drac", table("access")),
            Map.entry("enhdnsbl", ", `bl.test'"),
            Map.entry("genericstable", table("genericstable")),
            Map.entry("greet_pause", ", `1000'"),
            Map.entry("ldap_routing", table("ldapmh") + table("ldapmra")),
            Map.entry("mailertable", table("mailertable")),
            Map.entry("msp", ", `hub.oracle.test'"),
            Map.entry("nopercenthack", ", `reject'"),
            Map.entry("nouucp", ", `reject'"),
            Map.entry("nullclient", ", `hub.oracle.test'"),
            Map.entry("prefixmod", ", `bcc:', `X'"),
            Map.entry("rhsbl", ", `rhs.test'"),
            Map.entry("sts", table("sts")),
            Map.entry("uucpdomain", table("uudomain")),
            Map.entry("virtusertable", table("virtusertable")));

    /// What has to stand in front of a feature or mailer.
    private static final Map<String, String> BEFORE = Map.of(
            "cyrus",
            "define(`CYRUS_MAILER_USER', `daemon:mail')dnl\n",
            "cyrusv2",
            "define(`CYRUS_MAILER_USER', `daemon:mail')dnl\n",
            "preserve_luser_host",
            "define(`LUSER_RELAY', `relay:luser.oracle.test')dnl\n",
            "ssh",
            "define(`SSH_MAILER_USER', `daemon')dnl\ndefine(`SSH_MAILER_DIR', `/')dnl\n");

    private static final Set<String> WITHOUT_MAILERS = Set.of("msp", "nullclient");

    @TempDir
    static Path folder;

    @BeforeAll
    static void tables() throws IOException {
        Cases.tables(folder);
    }

    private static String table(String name) {
        return ", `text -T<TMPF> -k0 -v1 -z| @DIR@/" + name + "'";
    }

    private static List<String> parts(String kind) {
        try (Stream<Path> files = Files.list(RealSendmail.tree().resolve(kind))) {
            return files.map(file -> file.getFileName().toString().replace(".m4", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> features() {
        return parts("feature");
    }

    static List<String> mailers() {
        return parts("mailer");
    }

    @ParameterizedTest
    @MethodSource("features")
    void everyFeature(String feature) throws IOException {
        String use = feature.equals("access_db")
                ? ""
                : BEFORE.getOrDefault(feature, "") + "FEATURE(`" + feature + "'" + ARGUMENTS.getOrDefault(feature, "")
                        + ")dnl\n";
        new Comparison(folder, Inputs.usual())
                .compare(
                        "feature-" + feature,
                        Cases.placed(HEAD + use + (WITHOUT_MAILERS.contains(feature) ? "" : MAILERS)));
    }

    @ParameterizedTest
    @MethodSource("mailers")
    void everyMailer(String mailer) throws IOException {
        boolean alone = mailer.equals("local") || mailer.equals("smtp");
        String use = BEFORE.getOrDefault(mailer, "") + MAILERS + (alone ? "" : "MAILER(`" + mailer + "')dnl\n");
        new Comparison(folder, Inputs.usual()).compare("mailer-" + mailer, Cases.placed(HEAD + use));
    }
}
