package org.postern.programs.sendmail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.postern.base.Clock;
import org.postern.base.SysExit;
import org.postern.base.SystemClock;
import org.postern.cf.AddressTest;
import org.postern.cf.Configuration;
import org.postern.maps.MapEnvironment;
import org.postern.maps.MapSet;
import org.postern.programs.Invocation;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.programs.mta.NameService;

/// `sendmail -bt`: the address test (sendmail op guide §2.4.4).
final class AddressTestMode {
    private static final Path STANDARD_CONFIGURATION = Path.of("/etc/mail/sendmail.cf");

    private final Invocation invocation;
    private final SendmailArguments arguments;
    private final Clock clock = new SystemClock();

    AddressTestMode(Invocation invocation, SendmailArguments arguments) {
        this.invocation = invocation;
        this.arguments = arguments;
    }

    SysExit run() {
        Path file = arguments.configuration().map(Path::of).orElse(STANDARD_CONFIGURATION);
        List<String> options = arguments.options().stream()
                .filter(SendmailArguments.OptionSetting::longForm)
                .map(SendmailArguments.OptionSetting::text)
                .toList();
        Configuration configuration = DaemonConfiguration.read(file, options);
        if (configuration.fatal().isPresent()) {
            configuration
                    .diagnostics()
                    .forEach(diagnostic -> invocation.output().println(diagnostic.text()));
            return configuration.fatal().get().exit();
        }
        MapSet maps = MapSet.open(configuration.maps(), MapEnvironment.of(NameService.ofThisHost(clock)));
        AddressTest test = new AddressTest(configuration, maps::find, AddressTest.Hosts.NONE);
        invocation.output().print(test.banner());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(invocation.input(), StandardCharsets.ISO_8859_1))) {
            invocation.output().print(test.prompt());
            invocation.output().flush();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                invocation.output().print(test.answer(line));
                if (test.ended()) {
                    break;
                }
                invocation.output().print(test.prompt());
                invocation.output().flush();
            }
        } catch (IOException unreadable) {
            return SysExit.IO_ERROR;
        }
        return test.exit();
    }
}
