package org.postern.programs.sendmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.cf.BlameFlag;
import org.postern.maps.SafeMapFiles;
import org.postern.os.ProcessIdentity;
import org.postern.testkit.Peers;
import org.postern.testkit.RealSendmail;

/// `?` in address test mode, as the real program answers it with the same file.
class TestModeHelpTest {
    private static final SafeMapFiles CHECKS =
            new SafeMapFiles(Set.of(BlameFlag.TRUST_STICKY_BIT), ProcessIdentity.effective(), 0, false);

    @TempDir
    private Path scratch;

    @Test
    void saysWhatTheRealProgramSays() throws Exception {
        Path help = Peers.tree("sendmail").resolve("etc/mail/helpfile");
        Path cf = scratch.resolve("x.cf");
        Files.writeString(
                cf,
                "V10/Berkeley\nO DontBlameSendmail=TrustStickyBit\nO HelpFile=" + help
                        + "\nMlocal, P=/x, F=l, A=x\nMprog, P=/x, F=l, A=x\nS0\nR$*\t$#local$:$1\n");
        String real = RealSendmail.addressTest(cf, List.of("?"));
        assertThat(TestModeHelp.of(help, CHECKS))
                .hasValueSatisfying(text -> assertThat(real).contains("> " + text));
        assertThat(real).contains("print the value of macro $m");
    }

    @Test
    void hasNothingToSayWithoutAFile() {
        assertThat(TestModeHelp.of(scratch.resolve("missing"), CHECKS)).isEmpty();
    }
}
