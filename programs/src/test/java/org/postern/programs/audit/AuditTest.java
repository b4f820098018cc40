package org.postern.programs.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.os.ProcessIdentity;
import org.postern.programs.profile.SystemProfile;
import org.postern.testkit.FakeClock;
import org.postern.testkit.Peers;

/// A clean host of each kind, and faults planted into one. Owners need root; an ordinary user has nothing to
/// show here.
class AuditTest {
    private static final Pattern FIX = Pattern.compile("\\(fix: (.*)\\)$");
    private static final String OR = " # or: ";
    private static final int ROUNDS = 4;

    @TempDir
    Path scratch;

    @TempDir
    Path programs;

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

    /// Where two commands are printed, each of them is enough.
    @ParameterizedTest
    @ValueSource(strings = {"trusted-user-login", "class-t-login"})
    void theOtherOfTwoCommandsMendsToo(String name) throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        PlantedFaultTable fault = PlantedFaultTable.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        AuditedTree tree = AuditedTree.in(scratch, fault.profile());
        fault.plant().on(tree);
        Matcher fix = FIX.matcher(tree.audit().output().strip());
        assertThat(fix.find()).isTrue();
        new AuditedShell(tree, programs).type(fix.group(1).split(OR, 2)[1]);
        assertThat(tree.audit().output()).isEmpty();
    }

    /// Rules of an administrator's own that let strangers relay: nobody but him can say which line is wrong.
    @Test
    void showsTheRulesThatRelay() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        AuditedTree tree = AuditedTree.in(scratch, SystemProfile.LOGINS);
        tree.append("etc/mail/sendmail.mc", "LOCAL_RULESETS\nSLocal_check_rcpt\nR$*\t\t$#OK\n")
                .compile();
        Matcher fix = FIX.matcher(tree.audit().output().strip());
        assertThat(fix.find()).isTrue();
        assertThat(new AuditedShell(tree, programs).type(fix.group(1)))
                .contains("Recipient ok")
                .containsPattern("rule set Local_check_rcpt, \\S+ line \\d+\\n +R\\$\\*  \\$#OK");
    }

    /// Types the printed commands until nothing is found.
    private void mend(AuditedTree tree) throws Exception {
        AuditedShell shell = new AuditedShell(tree, programs);
        AuditedTree.Said left = tree.audit();
        for (int round = 0; round < ROUNDS && left.code() != 0; round++) {
            for (String line : left.output().lines().toList()) {
                Matcher fix = FIX.matcher(line);
                assertThat(fix.find()).as(line).isTrue();
                shell.type(fix.group(1).split(OR, 2)[0]);
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
    void startsADaemonAnewWithALabel() {
        assertThat(new RuntimeChecks.Running(
                                "4711",
                                List.of("/opt/postern/bin/java", "-m", "x", "/usr/sbin/sendmail", "-bd", "-q15m", ""))
                        .withLabel()
                        .command())
                .isEqualTo("kill 4711; while kill -0 4711 2>/dev/null; do sleep 1; done;"
                        + " /usr/sbin/sendmail -L sm-mta -bd -q15m");
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
