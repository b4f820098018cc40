package org.postern.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.cf.Configuration;
import org.postern.cf.ConfigurationOverrides;
import org.postern.cf.ConfigurationReader;
import org.postern.cf.DiskFiles;
import org.postern.cf.RewriteEngine;
import org.postern.cf.RewriteLimits;
import org.postern.cf.StartingPoint;
import org.postern.dns.TableResolver;
import org.postern.maps.MapEnvironment;
import org.postern.maps.MapSet;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

/// Debian's stock configuration, unchanged but for its paths, a smart host and the port of the relay mailer:
/// local names go to mailboxes, everything else to the smart host with sender and header rewritten as its rules
/// say.
final class StockConfigurationTest {
    @TempDir
    private Path scratch;

    private Configuration read(int port) {
        SendmailFolder folder = SendmailFolder.in(scratch);
        String cf = RealSendmail.stockDebianConfiguration()
                .replace("\nDS\n", "\nDS[127.0.0.1]\n")
                .replace("A=TCP $h", "A=TCP $h " + port);
        folder.configure(cf);
        folder.map("access", "");
        // Without 127.0.0.1 in class w: a smart host there would be this host.
        StartingPoint start = StartingPoint.of(SendmailFolder.HOST_NAME, "mx", List.of(), "8.17.1.9");
        return new ConfigurationReader(new DiskFiles(1 << 20), start)
                .read(folder.configuration().toString(), ConfigurationOverrides.NONE);
    }

    @Test
    void routesAsTheStockRulesSay() throws IOException {
        try (ScriptedHost host = new ScriptedHost()) {
            Configuration configuration = read(host.port());
            MapSet maps = MapSet.open(configuration.maps(), MapEnvironment.of(TableResolver.empty()));
            RewriteEngine engine = new RewriteEngine(configuration, maps::find, RewriteLimits.STANDARD);
            try (DeliveryBench bench = new DeliveryBench(configuration, engine)) {
                ListQueue.OneClaim claim = bench.deliver(
                        bench.builder("<u@far.test>", "<bob@" + SendmailFolder.HOST_NAME + ">", "<nosuch@localhost>")
                                .sender("root")
                                .build());

                assertThat(claim.endings).containsExactly("done");
                assertThat(host.commands("MAIL").getFirst())
                        .startsWith("MAIL From:<root@" + SendmailFolder.HOST_NAME + ">");
                assertThat(host.commands("RCPT")).containsExactly("RCPT To:<u@far.test>");
                assertThat(host.messages().getFirst())
                        .contains("To: somebody@" + SendmailFolder.HOST_NAME + "\n")
                        .doesNotContain("Return-Path");
                assertThat(bench.mailboxes).containsOnlyKeys("bob");
                assertThat(bench.mailboxes.getOrDefault("bob", List.of()).getFirst())
                        .startsWith("From root\nReturn-Path: <root>\n");
                assertThat(bench.log())
                        .anyMatch(line -> line.contains("to=<u@far.test>")
                                && line.contains("mailer=relay")
                                && line.endsWith("stat=Sent (stored)"))
                        .anyMatch(line -> line.contains("to=<nosuch@localhost>") && line.endsWith("stat=User unknown"));
            }
        }
    }
}
