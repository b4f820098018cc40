package org.postern.programs.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.os.ProcessIdentity;
import org.postern.programs.profile.SystemProfile;
import org.postern.testkit.FakeClock;
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
        AuditedTree.Said left = tree.audit();
        for (int round = 0; round < ROUNDS && left.code() != 0; round++) {
            for (String line : left.output().lines().toList()) {
                Matcher fix = FIX.matcher(line);
                assertThat(fix.find()).as(line).isTrue();
                follow(tree, fix.group(1));
            }
            left = tree.audit();
        }
        assertThat(left.output()).isEmpty();
        assertThat(left.code()).isZero();
    }

    /// Does what a finding tells, on the host below the folder.
    private void follow(AuditedTree tree, String words) throws IOException {
        String put = "put into sendmail.mc: ";
        String take = "take out of sendmail.mc: ";
        if (words.startsWith(put)) {
            tree.mc(words.substring(put.length()));
        } else if (words.startsWith(take)) {
            tree.replace("etc/mail/sendmail.mc", words.substring(take.length()) + "\n", "")
                    .compile();
        } else if (words.startsWith("postern cert")) {
            PlantedFaultTable.certificate(tree, FakeClock.BEGIN, 365, "host.example");
        } else {
            shell(words);
        }
    }

    private void shell(String words) {
        String below = words.replaceAll(
                        "(?<![\\w.,^])/(etc|var|usr|home|opt)/", Matcher.quoteReplacement(scratch + "/") + "$1/")
                .replace(scratch + "/usr/sbin/nologin", "/usr/sbin/nologin")
                .replaceAll(
                        "(^|&& )newaliases", "$1touch " + Matcher.quoteReplacement(scratch + "/etc/mail/aliases.db"))
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
