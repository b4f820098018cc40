package org.postern.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.EventSink;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.ConfigurationOverrides;
import org.postern.cf.ConfigurationReader;
import org.postern.cf.DiskFiles;
import org.postern.cf.StartingPoint;
import org.postern.dns.HostsTable;
import org.postern.os.Identity;
import org.postern.testkit.ProgramRun;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

/// newaliases as a whole beside the real one: left sides by the rule sets, CheckAliases, unsafe places.
class AliasRulesAgainstSendmailTest {
    private static final String CONFIGURATION = """
            V10/Berkeley
            O ServiceSwitchFile=${folder}/etc/service.switch
            O HostsFile=${folder}/etc/hosts
            O OperatorChars=.:@[]!^/
            O QueueDirectory=${folder}/queue
            Cwlocalhost here.example
            Scanonify=3
            R$* <$+> $*\t\t$: $2
            R$+ @ $+\t\t$: $1 < @ $2 >
            Sparse=0
            R$+ < @ $=w >\t\t$#local $: $1
            R$+ < @ bad.example >\t\t$#error $@ 5.1.2 $: "553 no such place"
            R$+ < @ $+ >\t\t$#smtp $@ $2 $: $1 @ $2
            R$- . moved\t\t$#local $: $1
            R$+\t\t\t$#local $: $1
            Mlocal, P=/bin/true, F=lsDFMAw5:/|@q, S=0,R=0,A=x
            Mprog, P=/bin/sh, F=lsDFM, S=0,R=0,A=x
            Msmtp, P=[IPC], F=mDFMuX, S=0,R=0,A=TCP $h
            """;

    @TempDir
    Path temporary;

    private SendmailFolder folder;
    private Path aliases;

    @BeforeEach
    void prepare() {
        folder = SendmailFolder.in(temporary.resolve("host"));
        aliases = folder.etc().resolve("aliases");
    }

    private record Outcome(String messages, int status) {}

    private Outcome theirs() {
        ProgramRun run = RealSendmail.run(folder, "newaliases", List.of(), "");
        return new Outcome(run.output(), run.status());
    }

    private Outcome ours() {
        StartingPoint start = StartingPoint.of(SendmailFolder.HOST_NAME, "mx", List.of("127.0.0.1"), "8.17.1.9");
        Configuration configuration = new ConfigurationReader(new DiskFiles(1 << 20), start)
                .read(folder.configuration().toString(), ConfigurationOverrides.NONE);
        MapEnvironment environment = TestMaps.environment(EventSink.none(), HostsTable.empty());
        ConfiguredMaps maps = ConfiguredMaps.open(configuration, environment);
        TestMaps.Streams streams = new TestMaps.Streams("");
        int status = new NewAliasesTool(
                        new AliasRuleNames(
                                configuration,
                                maps.maps(),
                                configuration.options().flag(CfOption.CHECK_ALIASES)),
                        SafeMapFiles.of(configuration.options(), new Identity(0, 0, List.of()), 0, false),
                        EventSink.none(),
                        "root",
                        MapOwner.NOBODY_ELSE)
                .run(configuration.options().list(CfOption.ALIAS_FILE), streams.streams);
        return new Outcome(streams.output(), status);
    }

    private void same(String options, String text) throws Exception {
        folder.file("sendmail.cf", CONFIGURATION + "O AliasFile=" + aliases + "\n" + options);
        folder.file("aliases", text);
        sameAgain(text);
    }

    private void sameAgain(String about) throws Exception {
        Files.deleteIfExists(folder.etc().resolve("aliases.db"));
        Outcome theirs = theirs();
        Files.deleteIfExists(folder.etc().resolve("aliases.db"));
        assertThat(ours()).as(about).isEqualTo(theirs);
    }

    @Test
    void leftSidesAreWhatTheRulesSay() throws Exception {
        String trust = "O DontBlameSendmail=TrustStickyBit\n";
        same(trust, "a: b\nc@here.example: d\nold.moved: e\nfar@else.example: f\nx y: g\n<h>: i\n(c) j: k\n");
        same(trust, "PostMaster@here.example: root\n\"quo ted\": x\nUPPER: y\n");
    }

    @Test
    void aRefusalByTheRulesIsTold() throws Exception {
        String trust = "O DontBlameSendmail=TrustStickyBit\n";
        same(trust, "x@bad.example: y\nok: z\n");
        // the first mistake decides about the exit code
        same(trust, "x@bad.example: y\nnocolon\n");
        same(trust, "nocolon\nx@bad.example: y\n");
        same(trust, "a:\nx@bad.example: y\n");
        same(trust, "far@else.example: f\nx@bad.example: y\n");
    }

    @Test
    void checksRightSidesWhenAsked() throws Exception {
        String check = "O DontBlameSendmail=TrustStickyBit\nO CheckAliases=True\n";
        same(check, "ok: a, \"|prog x, y\", /file, b@else.example, <c@here.example>, (x, y) d\n");
        same(check, "bad: a, b@bad.example, c\n");
        same(check, "nocolon\nbad: a, b@bad.example, c\n");
    }

    @Test
    void unsafePlacesAreRefusedAsByTheRealOne() throws Exception {
        Path etc = folder.etc();
        String trust = "O DontBlameSendmail=TrustStickyBit\n";
        String forgiving = "O DontBlameSendmail=TrustStickyBit,MapInUnsafeDirPath\n";
        for (String mode : List.of("rwxrwxr-x", "rwxrwxrwx")) {
            Files.setPosixFilePermissions(etc, java.nio.file.attribute.PosixFilePermissions.fromString(mode));
            same(trust, "a: b\n");
            same(forgiving, "a: b\n");
            same(forgiving + "O DontBlameSendmail=GroupWritableDirPathSafe\n", "a: b\n");
        }
        Files.setPosixFilePermissions(etc, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String mode : List.of("rw-rw-r--", "rw-rw-rw-", "rw-r--rw-", "rwxr-xr-x", "---------", "rw-------")) {
            same(trust, "a: b\n");
            Files.setPosixFilePermissions(aliases, java.nio.file.attribute.PosixFilePermissions.fromString(mode));
            sameAgain(mode);
        }
        Files.setPosixFilePermissions(aliases, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        same(trust + "O DontBlameSendmail=GroupWritableAliasFile,WorldWritableAliasFile\n", "a: b\n");
        Files.setPosixFilePermissions(aliases, java.nio.file.attribute.PosixFilePermissions.fromString("rw-rw-rw-"));
        sameAgain("forgiven");
    }

    @Test
    void linksAreRefusedAsByTheRealOne() throws Exception {
        String trust = "O DontBlameSendmail=TrustStickyBit\n";
        same(trust, "a: b\n");
        Files.move(aliases, folder.etc().resolve("real"));
        Files.createSymbolicLink(aliases, folder.etc().resolve("real"));
        sameAgain("a link in a safe directory");
        Files.setPosixFilePermissions(
                folder.etc(), java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
        sameAgain("a link in an unsafe directory");
    }

    /// The text in a directory of others, by a link and by a second name: each word forgives its own.
    @Test
    void linkedTextsAreReadOnlyWhenForgiven() throws Exception {
        Path real = folder.etc().resolve("real");
        for (boolean hard : List.of(true, false)) {
            for (String word : List.of("", ",LinkedMapInWritableDir", ",LinkedAliasFileInWritableDir")) {
                String words = "O DontBlameSendmail=TrustStickyBit,MapInUnsafeDirPath" + word + "\n";
                Files.setPosixFilePermissions(
                        folder.etc(), java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
                Files.deleteIfExists(aliases);
                same(words, "a: b\n");
                Files.move(aliases, real, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                link(hard, aliases, real);
                Files.setPosixFilePermissions(
                        folder.etc(), java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
                sameAgain(hard + words);
            }
        }
    }

    private static void link(boolean hard, Path name, Path target) throws java.io.IOException {
        Files.deleteIfExists(name);
        if (hard) {
            Files.createLink(name, target);
        } else {
            Files.createSymbolicLink(name, target);
        }
    }

    @Test
    void databasesAreWrittenThroughLinksOnlyWhenForgiven() throws Exception {
        Path target = folder.etc().resolve("target");
        Path database = folder.etc().resolve("aliases.db");
        for (boolean hard : List.of(true, false)) {
            for (String word : List.of("", ",WriteMapToSymLink", ",WriteMapToHardLink")) {
                String words = "O DontBlameSendmail=TrustStickyBit" + word + "\n";
                folder.file("sendmail.cf", CONFIGURATION + "O AliasFile=" + aliases + "\n" + words);
                folder.file("aliases", "a: b\n");
                Files.write(target, new byte[0]);
                link(hard, database, target);
                Outcome theirs = theirs();
                boolean refused = Files.size(target) == 0;
                Files.write(target, new byte[0]);
                link(hard, database, target);
                assertThat(ours()).as(hard + words).isEqualTo(theirs);
                assertThat(refused).as(hard + words).isEqualTo(!word.endsWith(hard ? "HardLink" : "SymLink"));
                assertThat(refused && Files.size(target) > 0).as(hard + words).isFalse();
            }
        }
    }

    @Test
    void classesThatHoldNoAliasesAreToldInTheSameWords() throws Exception {
        for (String spec : List.of("arith:x", "user:x", "nosuch:x", "text:/x", "null:", "hash:${folder}/missing")) {
            String value = spec.replace("${folder}", folder.root().toString());
            folder.file(
                    "sendmail.cf", CONFIGURATION + "O DontBlameSendmail=TrustStickyBit\nO AliasFile=" + value + "\n");
            // the real one names the line of the configuration
            String theirs = theirs().messages().replaceAll("(?m)^\\S+: line [0-9]+: ", "");
            assertThat(ours().messages()).as(spec).isEqualTo(theirs);
        }
    }
}
