package org.postern.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ConfinementReportTest {
    private static final String STATUS = """
            Name:\tjava
            Pid:\t4711
            Uid:\t102\t102\t102\t102
            Gid:\t104\t104\t104\t104
            Groups:\t\s
            CapInh:\t0000000000000400
            CapEff:\t0000000000000400
            CapBnd:\t0000000000000400
            NoNewPrivs:\t1
            Seccomp:\t2
            """;

    @Test
    void readsWhatTheKernelSays() {
        assertThat(ThreadStatus.parse(STATUS))
                .contains(new ThreadStatus(
                        4711,
                        List.of(102, 102, 102, 102),
                        List.of(104, 104, 104, 104),
                        List.of(),
                        0x400,
                        0x400,
                        true,
                        2));
        assertThat(ThreadStatus.parse(STATUS.replace("Seccomp", "Else"))).isEmpty();
        assertThat(ThreadStatus.parse("")).isEmpty();
    }

    @Test
    void aConfinedProcessHasNoShortcomings() {
        ConfinementReport report =
                new ConfinementReport(4711, List.of(ThreadStatus.parse(STATUS).orElseThrow()));

        assertThat(report.shortcomings()).isEmpty();
        assertThat(report.logLine())
                .isEqualTo("confinement: uid=102 gid=104 groups= cap=400 nnp=1 seccomp=2 threads=1");
        assertThat(report.statusText())
                .contains("can never run a program           yes")
                .doesNotContain("WARNING");
    }

    @Test
    void oneThreadIsEnoughForAWarning() {
        ThreadStatus good = ThreadStatus.parse(STATUS).orElseThrow();
        ThreadStatus bad = ThreadStatus.parse(STATUS.replace("102\t102\t102\t102", "102\t0\t102\t102")
                        .replace("NoNewPrivs:\t1", "NoNewPrivs:\t0")
                        .replace("Seccomp:\t2", "Seccomp:\t0")
                        .replace("CapEff:\t0000000000000400", "CapEff:\t000001ffffffffff"))
                .orElseThrow();
        ConfinementReport report = new ConfinementReport(4711, List.of(good, bad));

        assertThat(report.anyRoot()).isTrue();
        assertThat(report.shortcomings())
                .isEqualTo(List.of(
                        "1 of 2 threads has root",
                        "1 of 2 threads can gain privileges",
                        "1 of 2 threads have no seccomp filter",
                        "1 of 2 threads have capabilities"));
        assertThat(report.logLine()).contains("nnp=0/1").contains("seccomp=0/2");
    }

    @Test
    void reportsAboutThisProcess() throws Exception {
        ConfinementReport report = ConfinementReport.ofThisProcess();

        assertThat(report.threads()).hasSizeGreaterThan(1);
        assertThat(report.anyRoot()).isEqualTo(ProcessIdentity.isRoot());
    }
}
