package org.postern.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.EventSink;
import org.postern.cf.LookupResult;
import org.postern.dns.HostsTable;
import org.postern.os.FileLocks;
import org.postern.testkit.ProgramRun;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

/// The same alias files for the real newaliases and praliases and for ours.
class AliasesAgainstSendmailTest {
    private static final String CONFIGURATION = """
            V10/Berkeley
            O DontBlameSendmail=TrustStickyBit
            O ServiceSwitchFile=${folder}/etc/service.switch
            O HostsFile=${folder}/etc/hosts
            O OperatorChars=.:@[]!^/
            O AliasFile=${folder}/etc/aliases
            O QueueDirectory=${folder}/queue
            Cwlocalhost here.example
            Scanonify=3
            R$* <$+> $*\t\t$: $2
            R$+ @ $+\t\t$: $1 < @ $2 >
            Sparse=0
            R$+ < @ $=w >\t\t$#local $: $1
            R$+ < @ $+ >\t\t$#smtp $@ $2 $: $1 @ $2
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
        folder.file("sendmail.cf", CONFIGURATION);
        aliases = folder.etc().resolve("aliases");
    }

    private record Outcome(String messages, int status, List<String> entries) {}

    private Outcome theirs(String text) throws Exception {
        folder.file("aliases", text);
        Files.deleteIfExists(folder.etc().resolve("aliases.db"));
        ProgramRun run = RealSendmail.run(folder, "newaliases", List.of(), "");
        ProgramRun entries = RealSendmail.run(folder, "praliases", List.of(), "");
        return new Outcome(
                withoutWarnings(run),
                run.status(),
                withoutWarnings(entries).lines().sorted().toList());
    }

    /// The real output without what file safety says about the folder of the test; that is [MapFileCheck]'s business.
    private static String withoutWarnings(ProgramRun real) {
        return real.output()
                .replaceAll("(?m)^WARNING: World writable directory .*\n", "")
                .replaceAll("(?m)^\\S*/praliases: ", "praliases: ");
    }

    private NewAliasesTool tool(EventSink events) {
        return new NewAliasesTool(
                AliasNames.plain(domain -> domain.equals("here.example")),
                TestMaps.ROOT_CHECKS,
                events,
                "root",
                MapOwner.NOBODY_ELSE);
    }

    private Outcome ours(String text) throws Exception {
        folder.file("aliases", text);
        Files.deleteIfExists(folder.etc().resolve("aliases.db"));
        TestMaps.Streams streams = new TestMaps.Streams("");
        int status = tool(EventSink.none()).run(List.of(aliases.toString()), streams.streams);
        TestMaps.Streams entries = new TestMaps.Streams("");
        ToolSetting setting =
                new ToolSetting(folder.configuration(), org.postern.os.Accounts.system(), MapFileCheck.allowAll());
        assertThat(new PrAliasesTool(setting).run(List.of(), entries.streams)).isZero();
        return new Outcome(
                streams.output(), status, entries.output().lines().sorted().toList());
    }

    private void same(String text) throws Exception {
        assertThat(ours(text)).isEqualTo(theirs(text));
    }

    @Test
    void understandsTheSameGrammar() throws Exception {
        same("""
                # comment
                postmaster: root
                MAILER-DAEMON:	postmaster

                a1: b1, b2,
                	b3
                a2: "|/bin/prog arg, x", /file/x,
                   :include:/list
                "quoted name": x
                A1: dup
                nocolon
                : empty
                a4:
                  # indented comment?
                a5 : spaced
                a6: x # not comment
                a7: a\\
                b
                a8@here.example: loc
                a9@sub.example.org: x
                a10: "unbalanced
                a11: err:or
                a12: :error:550 no
                (comment)a14: y
                a15: x,
                a16: ,
                "a\\"17": z
                a18: nonewline""");
    }

    @Test
    void continuesLinesInTheSameWay() throws Exception {
        same("# comment\n  lead: x\n  lead2: y\n\n  after blank\nt1: trail   \nt2: cont,\n\tmore  \n\t\n\tlast\n"
                + "t3:   \n  \n   \nt4:\tx\r\nt5: b1, b2,\n\tb3\nPostMaster: r\nt6:#x\n<t7>: x\n"
                + "t8 : :include:/x y\n\"|prog\": x\n/file: x\nt9: y\\\n z\nt10: y\n# comment between\n z\nt11: y\n\n z\n"
                + "nocolon\n continued\n: x\n y\n");
    }

    @Test
    void countsTheSame() throws Exception {
        same("");
        same("\n\n");
        same("longkey: " + "v".repeat(3000) + "\n");
        same("longkey: v,\n " + "v".repeat(3000) + "\n");
        same("x: y\n".repeat(20));
        same("a\u00e4: b\u00fc\n");
    }

    @Test
    void saysTheSameWhenItCannot() throws Exception {
        TestMaps.Streams streams = new TestMaps.Streams("");
        Files.deleteIfExists(aliases);
        assertThat(tool(EventSink.none()).run(List.of(aliases.toString()), streams.streams))
                .isZero();
        ProgramRun real = RealSendmail.run(folder, "newaliases", List.of(), "");
        assertThat(streams.output()).isEqualTo(withoutWarnings(real));
        folder.file("aliases", "x: y\n");
        Files.createSymbolicLink(
                folder.etc().resolve("aliases.db"), folder.etc().resolve("victim"));
        streams = new TestMaps.Streams("");
        int status = tool(EventSink.none()).run(List.of(aliases.toString()), streams.streams);
        real = RealSendmail.run(folder, "newaliases", List.of(), "");
        assertThat(streams.output()).isEqualTo(withoutWarnings(real));
        assertThat(status).isEqualTo(real.status()).isEqualTo(70);
        assertThat(folder.etc().resolve("victim")).doesNotExist();
    }

    @Test
    void doesNotRebuildTwiceAtATime() throws Exception {
        folder.file("aliases", "x: y\n");
        TestMaps.Streams streams = new TestMaps.Streams("");
        try (FileLocks _ = FileLocks.tryLock(aliases.toRealPath()).orElseThrow()) {
            tool(EventSink.none()).run(List.of(aliases.toString()), streams.streams);
        }
        assertThat(streams.output()).isEqualTo("Alias file " + aliases + " is locked (maybe being rebuilt)\n");
        assertThat(folder.etc().resolve("aliases.db")).doesNotExist();
    }

    @Test
    void logsWhatItDid() throws Exception {
        folder.file("aliases", "x: y\n");
        List<String> lines = new ArrayList<>();
        tool(event -> lines.add(event.line())).run(List.of("hash:" + aliases), new TestMaps.Streams("").streams);
        assertThat(lines)
                .containsExactly(
                        "alias database " + aliases + " rebuilt by root",
                        aliases + ": 1 aliases, longest 1 bytes, 2 bytes total");
    }

    @Test
    void printsSingleKeysInTheSameWay() throws Exception {
        theirs("Some.One: other\nlist: a, b\n");
        List<String> keys = List.of("list", "nosuch", "some.one", "Some.One");
        ProgramRun real = RealSendmail.run(folder, "praliases", keys, "");
        TestMaps.Streams streams = new TestMaps.Streams("");
        ToolSetting setting =
                new ToolSetting(folder.configuration(), org.postern.os.Accounts.system(), MapFileCheck.allowAll());
        int status = new PrAliasesTool(setting).run(keys, streams.streams);
        assertThat(streams.output()).isEqualTo(withoutWarnings(real));
        assertThat(status).isEqualTo(real.status());
        streams = new TestMaps.Streams("");
        ToolSetting strict =
                new ToolSetting(folder.configuration(), org.postern.os.Accounts.system(), TestMaps.STRICT_CHECKS);
        new PrAliasesTool(strict).run(keys, streams.streams);
        assertThat(streams.output()).isEqualTo(real.output().replaceAll("(?m)^\\S*/praliases: ", "praliases: "));
        streams = new TestMaps.Streams("");
        String missing = folder.etc().resolve("missing").toString();
        new PrAliasesTool(setting).run(List.of("-f", missing), streams.streams);
        real = RealSendmail.run(folder, "praliases", List.of("-f", missing), "");
        assertThat(streams.output()).isEqualTo(withoutWarnings(real));
    }

    private AliasDatabase database(List<String> values) {
        return AliasDatabase.open(values, TestMaps.environment(EventSink.none(), HostsTable.empty()), 300);
    }

    @Test
    void asksTheFilesInTheirOrder() throws Exception {
        theirs("both: real\none: 1\n");
        Path second = folder.file("second", "both: second\ntwo: 2\n");
        AliasDatabase database = database(List.of(aliases.toString(), "implicit:" + second + ", null:x"));
        assertThat(database.find("BOTH")).isEqualTo(TestMaps.found("real"));
        assertThat(database.find("two")).isEqualTo(TestMaps.found("2"));
        assertThat(database.find("three")).isEqualTo(TestMaps.notFound());
        assertThat(database.find("@")).isEqualTo(TestMaps.notFound());
        assertThat(database.maps()).containsKeys("alias0", "alias1", "aliases.files");
        assertThat(database.sources())
                .extracting(AliasSource::mapClass)
                .containsExactly("implicit", "implicit", "null");
    }

    /// A database without its last entry is being written by a real newaliases.
    @Test
    void waitsForADatabaseThatIsBeingRebuilt() throws Exception {
        theirs("known: 1\n");
        Path file = folder.etc().resolve("aliases.db");
        AliasDatabase database = database(List.of(aliases.toString()));
        assertThat(database.find("new")).isEqualTo(TestMaps.notFound());
        String map = folder.etc().resolve("unfinished").toString();
        RealSendmail.run(folder, "makemap", List.of("hash", map), "known 1\n").succeeded();
        Files.move(Path.of(map + ".db"), file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(database.find("known")).isEqualTo(TestMaps.found("1"));
        assertThat(database.find("new")).isInstanceOf(LookupResult.TemporaryFailure.class);
        ours("new: 2\n");
        assertThat(database.find("new")).isEqualTo(TestMaps.found("2"));
        assertThat(database.find("known")).isEqualTo(TestMaps.notFound());
    }

    @Test
    void readsAliasFileValuesAsSendmailDoes() {
        List<AliasSource> sources = AliasSource.parse(
                List.of("/etc/mail/aliases, hash:-f /etc/local", "ldap:-b \"o=a,c=b\" -k x", " ", "seq:a b"));
        assertThat(sources)
                .containsExactly(
                        new AliasSource("implicit", "/etc/mail/aliases", 0),
                        new AliasSource("hash", "-f /etc/local", 1),
                        new AliasSource("ldap", "-b \"o=a,c=b\" -k x", 2),
                        new AliasSource("seq", "a b", 3));
        assertThat(sources.get(1).flags().keepCase()).isTrue();
        assertThat(sources.get(1).file()).isEqualTo(Path.of("/etc/local"));
    }
}
