package org.postern.programs.mta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.cf.BlameFlag;
import org.postern.cf.ConfigurationOverrides;
import org.postern.cf.ConfigurationReader;
import org.postern.cf.DiskFiles;
import org.postern.cf.OptionValues;
import org.postern.cf.StartingPoint;
import org.postern.maps.MapFileCheck;
import org.postern.maps.SafeMapFiles;
import org.postern.os.Accounts;
import org.postern.os.SafeFileRules;
import org.postern.os.SafeFileWalk;
import org.postern.os.SafeOpen;

/// Which words of DontBlameSendmail open a file that is not safe: for each kind of file that holds a secret, or is
/// read besides mail, exactly those that sendmail's documentation names (sendmail op guide §5.6), and no other word.
class ForgivenSecretsTest {
    private static final String STICKY = "TrustStickyBit";

    @TempDir
    Path scratch;

    private Path folder;
    private Path file;

    @BeforeEach
    void prepare() throws IOException {
        folder = Files.createDirectory(scratch.resolve("etc"));
        file = Files.writeString(folder.resolve("file"), "x");
        mode(scratch, 0755);
    }

    private static void mode(Path path, int mode) throws IOException {
        Files.setAttribute(path, "unix:mode", mode);
    }

    private static OptionValues options(String words) {
        return new ConfigurationReader(
                        new DiskFiles(1 << 16), StartingPoint.of("mx.exam.test", "mx", List.of(), "8.17.1"))
                .readText("test.cf", "V10/Berkeley\nO DontBlameSendmail=" + words + "\n", ConfigurationOverrides.NONE)
                .options();
    }

    private static SafeFileRules of(OptionValues options, MapFileCheck.Purpose purpose) {
        return HostMaps.checks(options, Accounts.system(), false).demands(purpose);
    }

    private static final Map<String, Function<OptionValues, SafeFileRules>> KINDS = new TreeMap<>(Map.of(
            "key", options -> of(options, MapFileCheck.Purpose.PRIVATE_KEY),
            "certificate", options -> of(options, MapFileCheck.Purpose.CERTIFICATE),
            "authinfo", HostAuthInfo::rules,
            "sasldb", options -> HostSasl.rules(options, true),
            "Sendmail.conf", options -> HostSasl.rules(options, false),
            "help", options -> of(options, MapFileCheck.Purpose.HELP),
            "header", options -> of(options, MapFileCheck.Purpose.ERROR_HEADER),
            "switch", options -> of(options, MapFileCheck.Purpose.SERVICE_SWITCH)));

    /// The words that open the file as it lies there, for each kind; all of them stands as `any`.
    private Map<String, Set<String>> opened(String always) {
        Map<String, Set<String>> opened = new TreeMap<>();
        KINDS.forEach((kind, rules) -> {
            Set<String> words = new TreeSet<>();
            for (BlameFlag flag : BlameFlag.values()) {
                if (opens(rules.apply(options(always + "," + flag.word())))) {
                    words.add(flag.word());
                }
            }
            opened.put(kind, words.size() == BlameFlag.values().length ? Set.of("any") : words);
        });
        return opened;
    }

    private boolean opens(SafeFileRules rules) {
        if (SafeFileWalk.openForReading(file.toString(), rules) instanceof SafeOpen.Opened opened) {
            opened.file().close();
            return true;
        }
        return false;
    }

    private static final Set<String> ANY = Set.of("any");
    private static final Set<String> NONE = Set.of();

    /// The expectation for all kinds: `key authinfo sasldb` are secrets; the others are not.
    private static Map<String, Set<String>> expected(
            Set<String> key, Set<String> authinfo, Set<String> sasldb, Set<String> public1, Set<String> others) {
        return new TreeMap<>(Map.of(
                "key", key,
                "authinfo", authinfo,
                "sasldb", sasldb,
                "certificate", public1,
                "Sendmail.conf", public1,
                "help", others,
                "header", others,
                "switch", others));
    }

    @Test
    void modesOfTheFile() throws IOException {
        mode(file, 0600);
        assertThat(opened(STICKY)).isEqualTo(expected(ANY, ANY, ANY, ANY, ANY));
        mode(file, 0640);
        assertThat(opened(STICKY))
                .isEqualTo(expected(
                        Set.of("GroupReadableKeyFile"),
                        Set.of("GroupReadableDefaultAuthInfoFile"),
                        Set.of("GroupReadableSASLDBFile"),
                        ANY,
                        ANY));
        mode(file, 0620);
        assertThat(opened(STICKY)).isEqualTo(expected(NONE, NONE, Set.of("GroupWritableSASLDBFile"), NONE, ANY));
        mode(file, 0660);
        assertThat(opened(STICKY + ",GroupReadableSASLDBFile,GroupReadableKeyFile,GroupReadableDefaultAuthInfoFile"))
                .isEqualTo(expected(NONE, NONE, Set.of("GroupWritableSASLDBFile"), NONE, ANY));
        mode(file, 0604);
        assertThat(opened(STICKY)).isEqualTo(expected(NONE, NONE, NONE, ANY, ANY));
        mode(file, 0602);
        assertThat(opened(STICKY)).isEqualTo(expected(NONE, NONE, NONE, NONE, ANY));
    }

    private static Map<String, Set<String>> inDirectory(Set<String> all) {
        Map<String, Set<String>> expected = expected(all, all, all, all, ANY);
        Set<String> help = new TreeSet<>(all);
        help.add("HelpFileInUnsafeDirPath");
        expected.put("help", help);
        Set<String> header = new TreeSet<>(all);
        header.add("ErrorHeaderInUnsafeDirPath");
        expected.put("header", header);
        return expected;
    }

    @Test
    void modesOfItsDirectory() throws IOException {
        mode(file, 0600);
        mode(folder, 0775);
        assertThat(opened(STICKY)).isEqualTo(inDirectory(Set.of("GroupWritableDirPathSafe")));
        mode(folder, 0777);
        assertThat(opened(STICKY)).isEqualTo(inDirectory(NONE));
        mode(folder, 01777);
        assertThat(opened(STICKY)).isEqualTo(expected(ANY, ANY, ANY, ANY, ANY));
        assertThat(SafeMapFiles.of(options("Safe"), org.postern.os.ProcessIdentity.effective(), 0, false)
                        .refusal(file, MapFileCheck.Purpose.PRIVATE_KEY))
                .contains("World writable directory");
    }

    /// A link is followed in a safe directory, and elsewhere only with the word of its kind.
    @Test
    void linksInDirectoriesOfOthers() throws IOException {
        mode(file, 0600);
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        file = link;
        assertThat(opened(STICKY)).isEqualTo(expected(ANY, ANY, ANY, ANY, ANY));
        mode(folder, 0777);
        Map<String, Set<String>> expected = inDirectory(NONE);
        expected.put("switch", Set.of("LinkedServiceSwitchFileInWritableDir"));
        assertThat(opened(STICKY)).isEqualTo(expected);
    }
}
