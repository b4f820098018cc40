package org.postern.programs.postern;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.os.Accounts;
import org.postern.os.FileAccounts;
import org.postern.programs.Invocation;
import org.postern.programs.checkconfig.CheckConfigProgram;
import org.postern.programs.profile.SystemProfile;
import org.postern.programs.sendmail.SendmailProgram;
import org.postern.programs.tools.MapPrograms;

class InitProgramTest {
    /// Not below /tmp: that is writable for everybody, and maps below such a folder are refused, as they should be.
    private Path folder = Path.of("");

    private Accounts accounts = Accounts.system();
    private String output = "";
    private String error = "";

    @BeforeEach
    void makeFolder() throws IOException {
        Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
        Path place = Stream.of(target, Path.of(System.getProperty("user.home")), Path.of("/opt"))
                .filter(InitProgramTest::isSafe)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "needs a folder that only its owner can write, as all above it: the build, the home or /opt"));
        folder = Files.createTempDirectory(
                place,
                "postern-init",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    private static boolean isSafe(Path place) {
        for (Path each = place; each != null; each = each.getParent()) {
            try {
                Set<PosixFilePermission> mode = Files.getPosixFilePermissions(each);
                if (mode.contains(PosixFilePermission.GROUP_WRITE) || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
                    return false;
                }
            } catch (IOException missing) {
                return false;
            }
        }
        return Files.isWritable(place);
    }

    @AfterEach
    void removeFolder() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Invocation invocation(String name, List<String> arguments, String input, ByteArrayOutputStream... streams) {
        return new Invocation(
                name,
                arguments,
                new ByteArrayInputStream(Ascii.bytes(input)),
                new PrintStream(streams[0], true, StandardCharsets.ISO_8859_1),
                new PrintStream(streams[1], true, StandardCharsets.ISO_8859_1),
                Map.of(),
                folder);
    }

    private int init(String... arguments) throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Invocation invocation = invocation("postern", List.of(), "", out, err);
        int code = new InitProgram(
                        invocation,
                        folder,
                        MapPrograms.makemap(),
                        new SendmailProgram(),
                        accounts,
                        folder.resolve("host"))
                .run(List.of(arguments));
        output = Ascii.text(out.toByteArray());
        error = Ascii.text(err.toByteArray());
        return code;
    }

    /// What the address test says with the configuration that was made.
    private String test(String input) throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String> arguments = List.of("-C", folder.resolve("etc/sendmail.cf").toString(), "-bt");
        new SendmailProgram().run(invocation("sendmail", arguments, input, out, out));
        return Ascii.text(out.toByteArray());
    }

    private String text(String name) throws IOException {
        return Ascii.text(Files.readAllBytes(folder.resolve("etc").resolve(name)));
    }

    @ParameterizedTest
    @EnumSource(SystemProfile.class)
    void makesAConfigurationThatRelaysForNobody(SystemProfile profile) throws Exception {
        assertThat(init("--profile", profile.word(), "etc"))
                .as("%s%s", output, error)
                .isEqualTo(SysExit.OK.code());
        assertThat(error).isEmpty();
        assertThat(output).contains("sendmail -L sm-mta -bd", "postern audit --profile", "root's mail");
        assertThat(text("aliases"))
                .containsPattern("(?m)^(root:\\t\\t[a-z]|# root:)")
                .doesNotContain("@ROOT@");
        for (String name : List.of("sendmail.cf", "submit.cf", "access.db", "aliases.db", "local-host-names")) {
            assertThat(folder.resolve("etc").resolve(name)).isRegularFile();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("etc/sendmail.cf"))))
                .isEqualTo("rw-r--r--");

        assertThat(CheckConfigProgram.notes(folder.resolve("etc/sendmail.cf"))).isEmpty();
        String relay = test("""
                .D{client_addr}192.0.2.1
                .D{client_name}stranger.example.net
                .D{client_resolve}OK
                check_rcpt <someone@example.org>
                """);
        assertThat(relay).contains("check_rcpt       returns: $# error $@ 5 . 7 . 1 $: \"550 Relaying denied\"");
        assertThat(test("/parse someone@example.org\n")).contains("mailer esmtp", "host example.org");
        assertThat(test("/parse someone@localhost\n"))
                .contains(profile == SystemProfile.FIREWALL ? "No mailboxes here" : "mailer local");
        assertThat(test("/parse PostMaster@localhost\n")).contains("mailer local, user postmaster");
    }

    @Test
    void theKindsDifferAsTheyShould() throws Exception {
        assertThat(init("--profile", "logins", "etc")).isZero();
        assertThat(text("sendmail.cf")).contains("SafeFileEnvironment=/home", "smrsh");
        assertThat(test("/tryflags HS\n/try local root\n")).contains("Rcode = 0, addr = root@");
        assertThat(localFlags()).contains("|", "/", ":");
        clear();
        assertThat(init("--profile", "accounts", "etc")).isZero();
        assertThat(text("sendmail.cf")).contains("ForwardPath=/var/forward/$u");
        assertThat(localFlags()).doesNotContain("|").doesNotContain("/").doesNotContain(":");
        clear();
        assertThat(init("--profile", "mailstore", "etc")).isZero();
        assertThat(text("sendmail.cf")).doesNotContainPattern("(?m)^O ForwardPath=.");
        assertThat(text("sendmail.mc")).contains("confRUN_AS_USER");
        assertThat(localFlags()).doesNotContain("|").doesNotContain("/").doesNotContain(":");
        clear();
        assertThat(init("--profile", "firewall", "etc")).isZero();
        assertThat(text("sendmail.cf"))
                .contains("SafeFileEnvironment=/nonexistent")
                .doesNotContainPattern("(?m)^O ForwardPath=.");
        assertThat(localFlags()).doesNotContain("|").doesNotContain("/").doesNotContain(":");
        assertThat(text("sendmail.mc")).contains("confRUN_AS_USER");
    }

    private String localFlags() throws IOException {
        String line = text("sendmail.cf")
                .lines()
                .filter(one -> one.startsWith("Mlocal,"))
                .findFirst()
                .orElseThrow();
        return line.replaceAll(".*, F=([^,]*),.*", "$1");
    }

    private void clear() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("etc"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void overwritesNothing() throws Exception {
        Files.createDirectories(folder.resolve("etc"));
        Files.writeString(folder.resolve("etc/aliases"), "mine");
        assertThat(init("--profile", "logins", "etc")).isEqualTo(SysExit.CANNOT_CREATE.code());
        assertThat(error).contains("aliases is there already; nothing was changed");
        assertThat(folder.resolve("etc/sendmail.mc")).doesNotExist();
        assertThat(text("aliases")).isEqualTo("mine");
    }

    @Test
    void writesNothingOfThisHostBeforeItsAccountsAreThere() throws Exception {
        Path passwd =
                Files.writeString(folder.resolve("passwd"), "root:x:0:0::/root:/bin/sh\nsmmsp:x:61002:61002:::\n");
        accounts = new FileAccounts(passwd, Files.writeString(folder.resolve("group"), ""), 4096);
        assertThat(init("--profile", "firewall", "host")).isEqualTo(SysExit.NO_USER.code());
        assertThat(error)
                .contains("nothing was written", "/usr/sbin/nologin smmta\n", "/usr/sbin/nologin mailnull\n")
                .doesNotContain("smmsp");
        assertThat(folder.resolve("host")).doesNotExist();
    }

    @Test
    void namesTheKinds() throws Exception {
        assertThat(init()).isEqualTo(SysExit.USAGE.code());
        assertThat(init("--profile", "other")).isEqualTo(SysExit.USAGE.code());
        assertThat(error).contains("logins|accounts|mailstore|firewall");
    }
}
