package org.postern.programs.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.os.ProcessIdentity;
import org.postern.programs.ExampleHost;
import org.postern.programs.postern.PosternProgram;
import org.postern.programs.profile.SystemProfile;
import org.postern.testkit.FakeClock;
import org.postern.testkit.Peers;
import org.postern.testkit.ProgramRun;

/// A clean host of each kind, and faults planted into one. Owners need root; an ordinary user has nothing to
/// show here.
class AuditTest {
    private static final Pattern FIX = Pattern.compile("\\(fix: (.*)\\)$");
    private static final int ROUNDS = 4;

    @TempDir
    Path scratch;

    @ParameterizedTest
    @EnumSource(SystemProfile.class)
    void findsNothingOnACleanHost(SystemProfile profile) throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        AuditedTree.Said said = AuditedTree.in(scratch, profile).audit();
        assertThat(said.output() + said.errors()).isEmpty();
        assertThat(said.code()).isZero();
    }

    static List<PlantedFaultTable> faults() {
        return PlantedFaultTable.all();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void findsAPlantedFaultAndSaysHowToMendIt(PlantedFaultTable fault) throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        AuditedTree tree = AuditedTree.in(scratch, fault.profile());
        fault.plant().on(tree);
        AuditedTree.Said found = tree.audit("--json", "--fix", "--yes");
        assertThat(found.output().replaceAll("\\s+", " "))
                .as("%s", fault)
                .containsPattern(
                        "\"name\": ?\"" + fault.name() + "\", ?\"subject\": ?\"" + Pattern.quote(fault.subject()));
        fault.byHand().on(tree);
        mend(tree);
    }

    /// What runs, and how old Java is, cannot be planted below a folder.
    private static final Set<String> OF_THIS_HOST =
            Set.of("java-old", "client-queue-runner-missing", "daemon-label-missing");

    private static final Pattern NAME = Pattern.compile("Severity\\.[A-Z]+,\\s*\"([a-z]+(?:-[a-z]+)*)\"");

    @Test
    void everyCheckHasAPlantedFault() throws Exception {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files =
                Files.list(Peers.checkout().resolve("programs/src/main/java/org/postern/programs/audit"))) {
            for (Path file : files.toList()) {
                NAME.matcher(Files.readString(file)).results().forEach(name -> names.add(name.group(1)));
            }
        }
        assertThat(names).hasSizeGreaterThan(60);
        names.removeAll(OF_THIS_HOST);
        PlantedFaultTable.all().forEach(fault -> names.remove(fault.name()));
        assertThat(names).isEmpty();
    }

    /// Types the printed commands until nothing is found.
    private void mend(AuditedTree tree) throws Exception {
        AuditedTree.Said left = tree.audit();
        for (int round = 0; round < ROUNDS && left.code() != 0; round++) {
            for (String line : left.output().lines().toList()) {
                Matcher fix = FIX.matcher(line);
                assertThat(fix.find()).as(line).isTrue();
                follow(tree, fix.group(1));
            }
            left = tree.audit();
            if (left.code() != 0) {
                tree.audit("--fix", "--yes");
                left = tree.audit();
            }
        }
        assertThat(left.output()).isEmpty();
        assertThat(left.code()).isZero();
    }

    /// One host with at least forty faults at a time.
    @Test
    void findsFortyFaultsOfOneHostAndWhatItPrintsMendsThem() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        AuditedTree tree = AuditedTree.in(scratch, SystemProfile.LOGINS);
        List<PlantedFaultTable> planted = PlantedFaultTable.together();
        for (PlantedFaultTable fault : planted) {
            fault.plant().on(tree);
        }
        assertThat(planted).hasSizeGreaterThanOrEqualTo(40);
        String found = tree.audit("--json").output().replaceAll("\\s+", " ");
        assertThat(planted)
                .allMatch(fault -> found.contains(
                                "\"name\": \"" + fault.name() + "\", \"subject\": \"" + fault.subject())
                        || found.contains("\"name\":\"" + fault.name() + "\",\"subject\":\"" + fault.subject()));
        tree.audit("--fix", "--yes");
        mend(tree);
    }

    @Test
    void knowsADaemonWithoutALabel() {
        assertThat(RuntimeChecks.isUnlabelledDaemon(
                        List.of("/opt/postern/bin/java", "-m", "x", "sendmail", "-bd", "-q15m")))
                .isTrue();
        assertThat(RuntimeChecks.isUnlabelledDaemon(List.of("/usr/sbin/sendmail", "-L", "sm-mta", "-bd")))
                .isFalse();
        assertThat(RuntimeChecks.isUnlabelledDaemon(List.of("/usr/sbin/sendmail", "-Lsm-mta", "-bD")))
                .isFalse();
        assertThat(RuntimeChecks.isUnlabelledDaemon(List.of("sendmail:", "accepting", "connections")))
                .isFalse();
    }

    /// Types what a finding tells, on the host below the folder.
    private void follow(AuditedTree tree, String words) throws Exception {
        if (words.startsWith("postern cert")) {
            PlantedFaultTable.certificate(tree, FakeClock.BEGIN, 365, "host.example");
            return;
        }
        for (String command : words.split(" && ", -1)) {
            if (command.startsWith("postern mc ")) {
                compile(command);
            } else if (command.startsWith("makemap ")) {
                tree.maps();
            } else {
                shell(command);
            }
        }
    }

    private String below(String words) {
        return words.replaceAll(
                        "(?<![\\w.,^])/(etc|var|usr|home|opt)/", Matcher.quoteReplacement(scratch + "/") + "$1/")
                .replace(scratch + "/usr/sbin/nologin", "/usr/sbin/nologin");
    }

    /// `postern mc` as the shell would call it; only names of files are below the folder.
    private void compile(String command) throws Exception {
        ProgramRun split = ProgramRun.of(List.of("bash", "-c", "printf '%s\\n' " + command), "", Path.of("/"), 60);
        List<String> words = split.output().lines().toList();
        List<String> arguments = words.subList(1, words.size()).stream()
                .map(word -> word.startsWith("/etc/mail/") ? scratch + word : word)
                .toList();
        ExampleHost.Run run = ExampleHost.run(invocation -> {
            try {
                return new PosternProgram(_ -> 0).run(invocation.with("postern", arguments));
            } catch (InterruptedException stopped) {
                throw new AssertionError(stopped);
            }
        });
        assertThat(run.status()).as("%s\n%s", command, run.output()).isZero();
    }

    /// Names of accounts as numbers: the shell knows those of the host that the test runs on.
    private String owners(String words) throws Exception {
        Matcher owner = Pattern.compile("^chown -h (\\w+)(?::(\\w+))? ").matcher(words);
        if (!owner.find()) {
            return words;
        }
        String group = owner.group(2) == null ? "" : ":" + number("etc/group", owner.group(2));
        return "chown -h " + number("etc/passwd", owner.group(1)) + group + " " + words.substring(owner.end());
    }

    private String number(String file, String name) throws Exception {
        return Files.readAllLines(scratch.resolve(file)).stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields[0].equals(name))
                .map(fields -> fields[2])
                .findFirst()
                .orElse(name);
    }

    private void shell(String words) throws Exception {
        String below = below(owners(words))
                .replaceAll("^newaliases", "touch " + Matcher.quoteReplacement(scratch + "/etc/mail/aliases.db"))
                .replaceAll("^(useradd|usermod) ", "$1 --prefix " + Matcher.quoteReplacement(scratch.toString()) + " ");
        List<String> command = new ArrayList<>(List.of("bash", "-c", below));
        ProgramRun run = ProgramRun.of(command, "", Path.of("/"), 60);
        assertThat(run.status()).as("%s\n%s", below, run.output()).isZero();
        assertThat(Files.exists(scratch)).isTrue();
    }

    @Test
    void asksBeforeItChangesAndSaysWithItsExitCodeWhatIsLeft() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        AuditedTree tree = AuditedTree.in(scratch, SystemProfile.LOGINS);
        tree.mode("etc/mail/sendmail.cf", "0666");
        AuditedTree.Said refused = tree.audit("--fix");
        assertThat(refused.errors()).contains("chmod 0644 /etc/mail/sendmail.cf ? [y/N]");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(tree.audit().output())
                .isEqualTo("CRITICAL /etc/mail/sendmail.cf: everybody can write this configuration"
                        + " (fix: chmod 0644 /etc/mail/sendmail.cf)\n");
        assertThat(tree.audit("--fix", "--yes").output()).contains("done: chmod 0644 /etc/mail/sendmail.cf");
        assertThat(tree.audit().code()).isZero();
    }

    @Test
    void couldNotLookWithoutAConfigurationAndForAnUnknownWord() throws Exception {
        Files.createDirectories(scratch.resolve("etc"));
        assertThat(AuditedTree.at(scratch).audit().code()).isEqualTo(2);
        assertThat(AuditedTree.at(scratch).audit("--all").errors()).contains("usage: postern audit");
    }

    @Test
    void javaIsOldWhenItHasMissedUpdates() {
        FakeClock clock = new FakeClock();
        LocalDate today =
                Instant.ofEpochMilli(clock.epochMillis()).atZone(ZoneOffset.UTC).toLocalDate();
        assertThat(VersionChecks.oldDays(today.minusDays(121).toString(), clock))
                .hasValue(121L);
        assertThat(VersionChecks.oldDays(today.minusDays(120).toString(), clock))
                .isEmpty();
        assertThat(VersionChecks.oldDays("", clock)).isEmpty();
    }

    @Test
    void severitiesLeaveOutWhatIsLess() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        AuditedTree tree = AuditedTree.in(scratch, SystemProfile.LOGINS).mc("define(`confLOG_LEVEL', `3')");
        assertThat(tree.audit("--severity", "M").code()).isZero();
        assertThat(tree.audit("--severity", "I").code()).isEqualTo(1);
    }
}
