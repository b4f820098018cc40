package org.postern.cf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.base.SysExit;

class ConfigurationReaderTest {
    private static final long SEED = 42;

    private static Configuration read(String text, ConfigurationOverrides overrides) {
        return new ConfigurationReader(
                        new MemoryFiles(Map.of("/names", "# comment\none two\nthree\n")), StartingPoints.PLAIN)
                .readText("test.cf", text, overrides);
    }

    @Test
    void readsEveryKindOfLine() {
        Configuration configuration = read("""
                V10/Berkeley
                DSsmart
                D{long}$S host
                Cwone two
                FX/names
                FY/names %[^\\#]
                Ttrusted
                O QueueDirectory=/var/spool/x
                O Timeout.queuereturn=2d
                O Timeout.ident=0
                O PrivacyOptions=goaway,restrictqrun
                O DontBlameSendmail=GroupWritableDirPathSafe
                O DaemonPortOptions=Name=MTA, Port=2525, Addr=127.0.0.1, M=Ea
                OL5
                Kaccess hash -T<TMPF> /etc/mail/access
                Qslow, P=/var/spool/slow, R=2
                Xfilter, S=inet:1234@localhost, F=T, T=C:1m;R:30s
                Pbulk=-60
                ETZ
                EX=y
                HReceived: by $j
                H?P?Return-Path: <$g>
                HSubject: $>CheckSubject
                Mlocal, P=/bin/mail, F=lsDFM, S=10/20, R=30, A=mail -d $u
                """, ConfigurationOverrides.NONE);
        assertThat(configuration.diagnostics()).isEmpty();
        assertThat(configuration.classOf("w").members()).contains("one", "two", RealSendmail.HOST);
        assertThat(configuration.classOf("X").members()).containsExactly("one", "three");
        assertThat(configuration.classOf("Y").members()).containsExactly("one", "two", "three");
        assertThat(configuration.options().text(CfOption.QUEUE_DIRECTORY)).isEqualTo("/var/spool/x");
        assertThat(configuration.options().timeout(CfTimeout.QUEUE_RETURN_URGENT))
                .isEqualTo(Duration.ofDays(2));
        assertThat(configuration.options().timeout(CfTimeout.IDENT)).isEqualTo(Duration.ZERO);
        assertThat(configuration.options().has(PrivacyFlag.NO_VRFY)).isTrue();
        assertThat(configuration.options().has(PrivacyFlag.NO_ETRN)).isFalse();
        assertThat(configuration.options().has(BlameFlag.GROUP_WRITABLE_DIR_PATH_SAFE))
                .isTrue();
        assertThat(configuration.options().daemons()).hasSize(1);
        assertThat(configuration.options().daemons().getFirst().modifiers()).isEqualTo("Ea");
        assertThat(configuration.options().number(CfOption.LOG_LEVEL)).isEqualTo(5);
        assertThat(configuration.maps().getFirst().arguments()).isEqualTo("-T<TMPF> /etc/mail/access");
        assertThat(configuration.queueGroups().getFirst().runners()).isEqualTo(2);
        assertThat(configuration.milters().getFirst().readSeconds()).isEqualTo(30);
        assertThat(configuration.precedences()).containsEntry("bulk", -60);
        assertThat(configuration.mailer("LOCAL").orElseThrow().rulesets())
                .isEqualTo(new Mailer.RuleSets(10, 20, 30, 30));
        assertThat(configuration.headers()).hasSize(3);
    }

    @Test
    void commandLineStandsAboveTheFile() {
        ConfigurationOverrides overrides = new ConfigurationOverrides(List.of(
                new ConfigurationOverrides.Setting.LongOption("LogLevel=14"),
                new ConfigurationOverrides.Setting.ShortOption('Q', "/tmp/q"),
                new ConfigurationOverrides.Setting.MacroValue("r", "ESMTP")));
        Configuration configuration = read("V10\nO LogLevel=3\nO QueueDirectory=/var\nO HelpFile=/h\n", overrides);
        assertThat(configuration.options().number(CfOption.LOG_LEVEL)).isEqualTo(14);
        assertThat(configuration.options().text(CfOption.QUEUE_DIRECTORY)).isEqualTo("/tmp/q");
        assertThat(configuration.options().text(CfOption.HELP_FILE)).isEqualTo("/h");
        assertThat(configuration.macros()).containsEntry("r", "ESMTP");
    }

    @Test
    void tellsFileAndLine() {
        Configuration configuration = read("V10\n# comment\nZ what\n\nDx a\n\tb\nRoops\n", ConfigurationOverrides.NONE);
        assertThat(configuration.diagnostics())
                .extracting(Diagnostic::text)
                .containsExactly(
                        "test.cf: line 3: unknown configuration line \"Z what\"",
                        "test.cf: line 7: missing valid ruleset for \"Roops\"");
        assertThat(configuration.hasErrors()).isTrue();
        assertThat(configuration.fatal()).isEmpty();
    }

    @Test
    void stopsWhereSendmailStops() {
        Configuration configuration = read("V10\nO DeliveryMode=x\nZ\n", ConfigurationOverrides.NONE);
        assertThat(configuration.fatal().orElseThrow().exit()).isEqualTo(SysExit.USAGE);
        assertThat(configuration.diagnostics()).hasSize(1);
        Configuration missing = new ConfigurationReader(new MemoryFiles(Map.of()), StartingPoints.PLAIN)
                .read("/nosuch", ConfigurationOverrides.NONE);
        assertThat(missing.fatal().orElseThrow().exit()).isEqualTo(SysExit.OS_FILE);
    }

    /// However a file is damaged: no exception, and each complaint about a line names it.
    @Test
    void survivesMutations() throws java.io.IOException {
        String original;
        try (java.io.InputStream in = ConfigurationReaderTest.class.getResourceAsStream("language.cf")) {
            original = new String(
                    java.util.Objects.requireNonNull(in).readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
        }
        Random random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            Configuration configuration = read(mutate(original, random), ConfigurationOverrides.NONE);
            for (Diagnostic diagnostic : configuration.diagnostics()) {
                assertThat(diagnostic.bare() || diagnostic.text().startsWith("test.cf: line "))
                        .as(diagnostic.text())
                        .isTrue();
            }
            RewriteEngine engine = new RewriteEngine(
                    configuration, name -> java.util.Optional.empty(), new RewriteLimits(50, 1000, 2000));
            SessionMacros macros = SessionMacros.above(configuration.scope());
            engine.resolve("user@example.com", AddressUse.ENVELOPE_RECIPIENT, macros);
            engine.check("calls", "a b c", macros);
        }
    }

    private static String mutate(String original, Random random) {
        List<String> lines = new ArrayList<>(List.of(original.split("\n", -1)));
        int line = random.nextInt(lines.size());
        String text = lines.get(line);
        switch (random.nextInt(6)) {
            case 0 -> lines.remove(line);
            case 1 -> lines.set(line, text.substring(0, random.nextInt(text.length() + 1)));
            case 2 -> lines.set(line, text + text);
            case 3 -> lines.set(line, "ACDEFHKMOPQRSTVXZ".charAt(random.nextInt(17)) + text);
            case 4 -> {
                char[] letters = text.toCharArray();
                if (letters.length > 1) {
                    letters[random.nextInt(letters.length)] = (char) random.nextInt(256);
                }
                lines.set(line, new String(letters));
            }
            default -> java.util.Collections.swap(lines, line, random.nextInt(lines.size()));
        }
        return String.join("\n", lines);
    }
}
