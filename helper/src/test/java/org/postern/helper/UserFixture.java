package org.postern.helper;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.postern.base.Event;
import org.postern.cf.Configuration;
import org.postern.cf.ConfigurationOverrides;
import org.postern.cf.ConfigurationReader;
import org.postern.cf.LookupResult;
import org.postern.cf.MemoryFiles;
import org.postern.cf.StartingPoint;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;
import org.postern.helperwire.ListOrigin;
import org.postern.os.Accounts;
import org.postern.os.FileAccounts;
import org.postern.os.Identity;
import org.postern.os.ProcessIdentity;

/// Users of a file in the form of passwd, with homes, for tests that run as root; their numbers belong to nobody.
/// Without root there is one user, the one that runs the tests, by whatever name.
final class UserFixture {
    static final String ALICE = "alice";
    static final String WITHOUT_SHELL = "noshell";

    final boolean root = ProcessIdentity.isRoot();
    final int alice = root ? 54_401 : ProcessIdentity.effectiveUserId();
    final int other = root ? 54_402 : ProcessIdentity.effectiveUserId();
    final int defaultUser = root ? 54_409 : ProcessIdentity.effectiveUserId();
    final Path folder;
    final Path home;
    final Accounts accounts;
    final Map<String, String> aliases = new HashMap<>();
    final List<Event> events = new CopyOnWriteArrayList<>();
    /// Lines that a test adds to the configuration.
    String moreCf = "";
    String blame = "TrustStickyBit,NonRootSafeAddr";
    String local = "P=/usr/lib/mail.local, F=lsDFMAw5:/|@qPSn9, A=mail.local";
    Console console = Console.NONE;
    String program = "P=/bin/sh, F=lsDFMoqeu9, D=$z:/, A=sh -c $u";

    UserFixture(Path folder) throws IOException {
        this.folder = folder;
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        home = Files.createDirectory(folder.resolve(ALICE));
        MailboxFixture.own(home, alice, alice, 0755);
        Path bobs = Files.createDirectory(folder.resolve(WITHOUT_SHELL));
        MailboxFixture.own(bobs, other, other, 0755);
        Path passwd = folder.resolve("passwd");
        Files.writeString(
                passwd,
                ALICE + ":x:" + alice + ":" + alice + "::" + home + ":/bin/sh\n" + WITHOUT_SHELL + ":x:" + other + ":"
                        + other + "::" + bobs + ":/usr/sbin/nologin\nmailnull:x:" + defaultUser + ":" + defaultUser
                        + "::/:/bin/sh\nboss:x:0:0::/:/bin/sh\n");
        Files.writeString(folder.resolve("group"), "");
        Files.writeString(folder.resolve("shells"), "# shells\n/bin/sh\n");
        accounts = new FileAccounts(passwd, folder.resolve("group"), 1 << 20);
    }

    UserRules rules() {
        ConfigurationReader reader = new ConfigurationReader(
                new MemoryFiles(Map.of()), StartingPoint.of("mx.exam.test", "mx", List.of(), "8.17.1"));
        Configuration configuration = reader.readText(
                "test.cf",
                "V10/Berkeley\nDjmx.exam.test\nO ForwardPath=$z/.forward+$h:$z/.forward\nO DontBlameSendmail=" + blame
                        + "\n" + moreCf + "Mlocal, " + local + "\nMprog, " + program + "\n",
                ConfigurationOverrides.NONE);
        if (configuration.hasErrors()) {
            throw new AssertionError(configuration.diagnostics().toString());
        }
        return UserRules.of(
                        configuration,
                        accounts,
                        name -> aliases.containsKey(name)
                                ? new LookupResult.Found(aliases.getOrDefault(name, ""))
                                : LookupResult.NotFound.INSTANCE,
                        Optional.of(new Identity(defaultUser, defaultUser, List.of(defaultUser))))
                .withShells(folder.resolve("shells").toString());
    }

    private UserReads reads() {
        return new UserReads(4, Duration.ofSeconds(30));
    }

    HelperAnswer read(ListOrigin origin) {
        ListAuthority authority = new ListAuthority(rules(), reads(), events::add);
        return new ListService(authority).read(new HelperRequest.ReadList(origin, 0));
    }

    HelperAnswer deliver(ListOrigin origin, String member) throws IOException {
        return deliver(
                origin,
                member,
                new ByteArrayInputStream("Subject: x\n\nbody\n".getBytes(StandardCharsets.ISO_8859_1)),
                Duration.ofSeconds(60));
    }

    HelperAnswer deliver(ListOrigin origin, String member, InputStream message, Duration time) throws IOException {
        UserRules rules = rules();
        ListAuthority authority = new ListAuthority(rules, reads(), events::add);
        RestrictedShell shell =
                new RestrictedShell("smrsh", folder.resolve("sm.bin").toString());
        MemberDelivery delivery = new MemberDelivery(
                authority,
                new ProgramDelivery(rules, reads(), shell, time, MailboxFixture.CLOCK, ZoneOffset.UTC, events::add),
                new FileDelivery(rules, reads(), append()),
                rules.hostName(),
                events::add);
        return delivery.deliver(
                new HelperRequest.DeliverToMember("AAA1", "sender@from.test", origin, member, 0), message);
    }

    private static FileAppend append() {
        return new FileAppend(Duration.ofSeconds(5), MailboxFixture.CLOCK, ZoneOffset.UTC);
    }

    HelperAnswer keep(String sender) throws IOException {
        return new DeadLetters(rules(), append())
                .keep(
                        new HelperRequest.KeepDeadLetter("AAA1", sender, 0),
                        new ByteArrayInputStream("Subject: x\n\nbody\n".getBytes(StandardCharsets.ISO_8859_1)));
    }

    HelperAnswer run(String mailer, String host, List<String> users) throws IOException {
        UserRules rules = rules();
        RestrictedShell shell =
                new RestrictedShell("smrsh", folder.resolve("sm.bin").toString());
        ProgramDelivery programs = new ProgramDelivery(
                rules, reads(), shell, Duration.ofSeconds(60), MailboxFixture.CLOCK, ZoneOffset.UTC, events::add);
        return new MailerDelivery(rules, programs, console, Duration.ofSeconds(60), events::add)
                .deliver(
                        new HelperRequest.RunMailer("AAA1", "sender@from.test", mailer, host, users, 0),
                        new ByteArrayInputStream("Subject: x\n\nbody\n".getBytes(StandardCharsets.ISO_8859_1)));
    }

    /// A conversation with the program of a mailer: what it said, and how it ended.
    HelperAnswer talk(String mailer, String user, String said, StringBuilder output) throws IOException {
        UserRules rules = rules();
        RestrictedShell shell =
                new RestrictedShell("smrsh", folder.resolve("sm.bin").toString());
        ProgramDelivery programs = new ProgramDelivery(
                rules, reads(), shell, Duration.ofSeconds(60), MailboxFixture.CLOCK, ZoneOffset.UTC, events::add);
        return new MailerDelivery(rules, programs, console, Duration.ofSeconds(60), events::add)
                .talk(
                        new HelperRequest.TalkToMailer("AAA1", "sender@from.test", mailer, "", user),
                        new ByteArrayInputStream(said.getBytes(StandardCharsets.ISO_8859_1)),
                        (bytes, length) -> output.append(new String(bytes, 0, length, StandardCharsets.ISO_8859_1)));
    }

    /// A file of alice.
    Path file(String name, String content, int mode) throws IOException {
        Path file = home.resolve(name);
        Files.writeString(file, content);
        MailboxFixture.own(file, alice, alice, mode);
        return file;
    }

    /// A folder that the default user may write.
    Path drop() throws IOException {
        Path drop = Files.createDirectory(folder.resolve("drop"));
        MailboxFixture.own(drop, defaultUser, defaultUser, 0755);
        return drop;
    }
}
