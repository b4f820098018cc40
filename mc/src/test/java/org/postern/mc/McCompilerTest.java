package org.postern.mc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.dns.TableResolver;
import org.postern.m4.M4Limits;
import org.postern.m4.SourceText;
import org.postern.m4.TextSource;

/// What the compiler says about mistakes, and that its result depends on nothing but its input.
class McCompilerTest {
    private static final String MAILERS = "MAILER(`local')\nMAILER(`smtp')\n";

    private static McResult compile(String text) {
        return new McCompiler(TextSource.NONE, Map.of(), M4Limits.forConfigurations()).compile("test.mc", text);
    }

    private static List<String> said(String text) {
        return compile(text).diagnostics().stream().map(McDiagnostic::line).toList();
    }

    @Test
    void aPlainFileIsSilentAndReproducible() {
        String mc = "OSTYPE(`linux')dnl\n" + MAILERS;
        assertThat(compile(mc)).isEqualTo(compile(mc));
        assertThat(compile(mc).diagnostics()).isEmpty();
        assertThat(compile(mc).configuration())
                .contains("Made by the macro library of Postern")
                .contains("\nV10/Berkeley\n");
    }

    @Test
    void unknownFeature() {
        assertThat(said("OSTYPE(`linux')\nFEATURE(`acess_db')\n" + MAILERS))
                .containsExactly("test.mc:2: error: FEATURE(`acess_db') does not exist; did you mean access_db?");
    }

    @Test
    void unknownMailerAndSystem() {
        assertThat(said("OSTYPE(`linus')\nMAILER(`local')\nMAILER(`smpt')\n"))
                .contains(
                        "test.mc:1: error: OSTYPE(`linus') does not exist; did you mean linux?",
                        "test.mc:3: error: MAILER(`smpt') does not exist; did you mean smtp?");
    }

    @Test
    void misspeltVariable() {
        assertThat(said("OSTYPE(`linux')\ndefine(`confLOG_LEVL', `14')\n" + MAILERS))
                .containsExactly("test.mc:2: warning: confLOG_LEVL is not known; did you mean confLOG_LEVEL?");
    }

    @Test
    void variableDefinedTwice() {
        assertThat(said("OSTYPE(`linux')\ndefine(`confLOG_LEVEL', `14')\ndefine(`confLOG_LEVEL', `9')\n" + MAILERS))
                .containsExactly("test.mc:3: warning: confLOG_LEVEL is defined again; the first time is at test.mc:2");
    }

    @Test
    void misspeltMacro() {
        assertThat(said("OSTYPE(`linux')\nMASQURADE_AS(`x.test')\n" + MAILERS))
                .containsExactly("test.mc:2: warning: MASQURADE_AS is not a macro; did you mean MASQUERADE_AS?");
    }

    @Test
    void straightQuotes() {
        McResult made = compile("OSTYPE(`linux')\nDAEMON_OPTIONS('M=a')\n" + MAILERS);
        assertThat(made.diagnostics())
                .extracting(McDiagnostic::line)
                .containsExactly(
                        "test.mc:2: warning: DAEMON_OPTIONS('...'): the quotes of m4 are ` and '; taken as such");
        assertThat(made.configuration()).contains("\nO DaemonPortOptions=M=a\n");
    }

    /// The lines of the talk on sendmail's security, as they stand there.
    @Test
    void linesOfTheTalk() {
        McResult made = compile("""
                OSTYPE(`linux')
                define(`CERT_DIR', `MAIL_SETTINGS_DIR/certs')
                define(`confCACERT_PATH', `CERT_DIR/')
                define(`confCACERT', `CERT_DIR/CAcert.pem')
                define(`confSERVER_CERT',
                       `CERT_DIR/SrvCert.pem')
                define(`confSERVER_KEY',
                       `CERT_DIR/SrvKey.pem')
                define(`confCLIENT_CERT',
                       `CERT_DIR/CltCert.pem')
                define(`confCLIENT_KEY',
                       `CERT_DIR/CltKey.pem')
                define(`confPRIVACY_FLAGS', `restrictmailq,restrictqrun,novrfy,noexpn,noreceipts,restrictexpand')
                TRUST_AUTH_MECH(`DIGEST-MD5 CRAM-MD5')
                DAEMON_OPTIONS('M=a')
                FEATURE(`smrsh')
                FEATURE(`relay_entire_domain')
                FEATURE(`access_db')
                FEATURE(`authinfo')
                """ + MAILERS);
        assertThat(made.hasErrors()).isFalse();
        assertThat(made.configuration())
                .contains("\nO CACertPath=/etc/mail//certs/\n")
                .contains("\nO ServerKeyFile=/etc/mail//certs/SrvKey.pem\n")
                .contains("\nKaccess hash -T<TMPF> /etc/mail/access\n")
                .contains("\nKauthinfo hash /etc/mail/authinfo\n")
                .contains("A=smrsh -c $u");
    }

    /// Every feature, mailer and system by itself: no macro is left over, and our reader takes the result.
    @Test
    void everyPartByItself(@TempDir Path folder) throws IOException {
        List<String> wrong = new ArrayList<>();
        Set<String> withArgument = Set.of("dnsbl", "enhdnsbl", "rhsbl", "nullclient", "msp");
        for (String feature : Library.STANDARD.offered("feature")) {
            String extra = feature.equals("nullclient") || feature.equals("msp") ? "" : MAILERS;
            String map = feature.equals("domainmap") ? ", `x.test', `hash /etc/mail/x'" : "";
            String argument = withArgument.contains(feature) ? ", `x.test'" : map;
            tryOut(
                    folder,
                    "OSTYPE(`debian')FEATURE(`access_db')FEATURE(`" + feature + "'" + argument + ")\n" + extra,
                    wrong);
        }
        for (String system : Library.STANDARD.offered("ostype")) {
            tryOut(folder, "OSTYPE(`" + system + "')\n" + MAILERS, wrong);
        }
        for (String mailer : Library.STANDARD.offered("mailer")) {
            String extra = mailer.equals("local") || mailer.equals("smtp") ? "" : "MAILER(`" + mailer + "')\n";
            tryOut(folder, "OSTYPE(`linux')define(`CYRUS_MAILER_USER', `0:0')\n" + MAILERS + extra, wrong);
        }
        assertThat(wrong).isEmpty();
    }

    private static void tryOut(Path folder, String mc, List<String> wrong) throws IOException {
        String cf = compile(mc).configuration();
        cf.lines()
                .filter(line -> !line.startsWith("#")
                        && line.matches(".*(_[A-Z][A-Z_]+_|\\b(WITH|UNLESS|ANY|BOTH|ifdef|dnl)\\b|`).*"))
                .forEach(line -> wrong.add(mc + " leaves " + line));
        Path file = Files.writeString(folder.resolve("x.cf"), cf, StandardCharsets.ISO_8859_1);
        new FinalResults(file, TableResolver.empty())
                .diagnostics().stream()
                        .filter(found -> !found.startsWith("fileclass: cannot open"))
                        .forEach(found -> wrong.add(mc + ": " + found));
    }

    @Test
    void obsoleteVariable() {
        assertThat(said("OSTYPE(`linux')\ndefine(`confDAEMON_OPTIONS', `x')\n" + MAILERS))
                .containsExactly("test.mc:2: warning: confDAEMON_OPTIONS has no effect any more; use DAEMON_OPTIONS");
    }

    @Test
    void wrongOrder() {
        assertThat(said("OSTYPE(`linux')\nMAILER(`local')\nFEATURE(`redirect')\nMAILER(`local')\nOSTYPE(`linux')\n"))
                .contains(
                        "test.mc:3: error: FEATURE redirect should be before MAILER",
                        "test.mc:4: error: MAILER local already included",
                        "test.mc:5: error: duplicate OSTYPE linux");
    }

    @Test
    void aFileMayIncludeTheTreeByAnyName() {
        McResult made = compile("include(`/opt/mail/cf/m4/cf.m4')dnl\nOSTYPE(`linux')\n" + MAILERS);
        assertThat(made.diagnostics()).isEmpty();
        assertThat(made.configuration()).contains("Scanonify=3");
    }

    @Test
    void ownPartsAreFoundInTheTreeOnDisk() {
        TextSource disk = name -> name.equals("/opt/cf/hack/ours.m4")
                ? new SourceText.Found(name, "LOCAL_CONFIG\nD{ours}yes\n")
                : new SourceText.Missing("No such file or directory");
        McResult made = new McCompiler(disk, Map.of(), M4Limits.forConfigurations())
                .compile("test.mc", "include(`/opt/cf/m4/cf.m4')\nOSTYPE(`linux')\nHACK(`ours')\n" + MAILERS);
        assertThat(made.diagnostics()).isEmpty();
        assertThat(made.configuration()).contains("\nD{ours}yes\n");
    }

    @Test
    void programsAreNotRun() {
        assertThat(said("syscmd(`echo hello')\nOSTYPE(`linux')\n" + MAILERS)).hasSize(1);
    }

    @Test
    void theIndexNamesEveryTextOfTheLibrary() throws IOException {
        Path library = Path.of("src/main/resources/org/postern/mc/library");
        try (Stream<Path> files = Files.walk(library)) {
            List<String> names = files.filter(file -> file.toString().endsWith(".m4"))
                    .map(file -> library.relativize(file).toString())
                    .sorted()
                    .toList();
            assertThat(Library.STANDARD.names()).isEqualTo(names);
        }
    }
}
