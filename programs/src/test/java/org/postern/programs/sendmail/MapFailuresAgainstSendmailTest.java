package org.postern.programs.sendmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.testkit.ProgramRun;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

/// Maps that cannot be used are spoken about in `-bt` as the real program does: files that are missing or in unsafe
/// places, with and without `-o`, `-t` and `-T`.
class MapFailuresAgainstSendmailTest {
    private static final String CF = """
            V10/Berkeley
            O DontBlameSendmail=TrustStickyBit
            O DontProbeInterfaces=true
            Mlocal, P=/x, F=l, A=x
            Mprog, P=/x, A=x
            Kwords text ETC/words
            Kmiss text -T<TMPF> ETC/nosuch
            Kmisst text -t ETC/nosuch
            Kplain text ETC/nosuch
            Kopt text -o ETC/nosuch
            Kdir text -T<TMPF> ETC/open/words
            Kww text -T<TMPF> ETC/writable
            Klnk text ETC/link
            Khmiss hash -T<TMPF> ETC/nosuch
            Khopt hash -o ETC/nosuch
            Kseq sequence words plain
            S0
            R$+	$#local $: $1
            S7
            R$- $+	$@ $($1 $2 $: not found $)
            S8
            R$- $+	$@ $($1 $2 $)
            """;

    @TempDir
    Path temporary;

    @Test
    void sameWords() throws Exception {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        SendmailFolder folder = SendmailFolder.in(temporary);
        folder.file("words", "one 1\n");
        Files.setPosixFilePermissions(folder.file("writable", "one 1\n"), PosixFilePermissions.fromString("rw-rw-rw-"));
        Path open = Files.createDirectory(folder.etc().resolve("open"));
        Files.writeString(open.resolve("words"), "one 1\n");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createSymbolicLink(folder.etc().resolve("link"), folder.etc().resolve("words"));
        Path cf = folder.file("sendmail.cf", CF.replace("ETC", folder.etc().toString()));
        StringBuilder input = new StringBuilder();
        for (String map :
                List.of("miss", "misst", "plain", "opt", "dir", "ww", "lnk", "hmiss", "hopt", "words", "seq")) {
            input.append("/map " + map + " one\n7 " + map + " one\n8 " + map + " two\n");
        }
        List<String> arguments = List.of("-C", cf.toString(), "-bt");
        ProgramRun real = RealSendmail.run(folder, "sendmail", arguments, input.toString());
        CommandRun ours = CommandRun.of(arguments, input.toString());
        assertThat(withoutWarnings(ours.output())).isEqualTo(withoutWarnings(real.output()));
        assertThat(ours.status()).isEqualTo(real.status());
    }

    /// Without warnings about the test's own folder.
    private static String withoutWarnings(String output) {
        return output.replaceAll("(?m)^WARNING: \\w+ writable directory .*\n", "")
                .replaceAll("no match \\((0|68)\\)", "no match");
    }
}
