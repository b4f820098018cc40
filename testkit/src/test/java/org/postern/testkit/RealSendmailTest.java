package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealSendmailTest {
    @TempDir
    Path scratch;

    @Test
    void makesTheStockConfigurationAsInstalled() throws IOException {
        String cf = RealSendmail.stockDebianConfiguration();

        assertThat(cf)
                .contains("##### using /usr/share/sendmail/cf/ as configuration include directory")
                .contains("DZ8.17.1.9/Debian-2+deb12u2")
                .contains("Fw/etc/mail/local-host-names %[^\\#]")
                .contains("O TrustedUser=smmta")
                .contains("Kaccess hash -T<TMPF> /etc/mail/access")
                .doesNotContain(Peers.checkout().toString());
        assertThat(RealSendmail.cf("OSTYPE(`linux')\nMAILER(`smtp')\n"))
                .contains("Msmtp,")
                .contains("Mlocal,");
        assertThat(RealSendmail.stockDebianSubmitConfiguration()).contains("O RunAsUser=smmsp");
    }

    @Test
    void testsAddressesWithTheStockConfiguration() {
        SendmailFolder folder = SendmailFolder.in(scratch);
        Path cf = folder.configure(RealSendmail.stockDebianConfiguration());
        folder.map("access", "");

        String output = RealSendmail.addressTest(cf, List.of("3,0 user@example.com", "/quit"));

        assertThat(output)
                .startsWith("ADDRESS TEST MODE (ruleset 3 NOT automatically invoked)\nEnter <ruleset> <address>\n")
                .contains("parse            returns: $# esmtp $@ example . com $: user < @ example . com >")
                .doesNotContain("cannot open")
                .doesNotContain("unknown user");
    }

    @Test
    void runsTheRealDaemonAndStopsIt() throws IOException {
        SendmailFolder folder = SendmailFolder.in(scratch);
        folder.configure(RealSendmail.cf(
                "define(`confDOMAIN_NAME', `mx.exam.test')\nOSTYPE(`linux')\nMAILER(`local')\nMAILER(`smtp')\n"));
        long pid;
        try (SendmailDaemon daemon = RealSendmail.daemon(folder);
                Socket socket = new Socket(
                        daemon.address().getAddress(), daemon.address().getPort())) {
            pid = daemon.pid();
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            assertThat(reader.readLine()).startsWith("220 mx.exam.test ESMTP Sendmail 8.17.1.9/");
        }
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(folder.queue()).isEmptyDirectory();
    }
}
