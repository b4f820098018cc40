package org.postern.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The filter in a real JVM: nothing of it can run a program, everything else goes on.
final class ConfinedChildTest {
    @Test
    void aConfinedProcessCanNeverRunAProgram() throws Exception {
        Process child = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:-UsePerfData",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        ConfinedChild.class.getName()))
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

        assertThat(child.waitFor()).as(output).isZero();
        assertThat(output.lines())
                .containsExactly(
                        "result=Installed[]",
                        "late=started",
                        "virtual=started",
                        "filtered=true",
                        "nnp=true",
                        "threads=true",
                        "exec=refused",
                        "exec-virtual=refused",
                        "setuid=-1",
                        "fork=-1");
    }
}
