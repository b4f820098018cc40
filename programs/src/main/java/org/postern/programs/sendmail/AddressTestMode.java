package org.postern.programs.sendmail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postern.base.Clock;
import org.postern.base.SysExit;
import org.postern.base.SystemClock;
import org.postern.cf.AddressTest;
import org.postern.cf.Configuration;
import org.postern.cf.DebugLevels;
import org.postern.dns.Resolver;
import org.postern.maps.ConfiguredMaps;
import org.postern.maps.MapEnvironment;
import org.postern.maps.MapSet;
import org.postern.os.Accounts;
import org.postern.programs.Invocation;
import org.postern.programs.mta.ConfigurationProblems;
import org.postern.programs.mta.HostMaps;
import org.postern.programs.mta.NameService;

/// `sendmail -bt`: the address test (sendmail op guide §2.4.4).
final class AddressTestMode {
    private final Invocation invocation;
    private final SendmailArguments arguments;
    private final Clock clock = new SystemClock();

    AddressTestMode(Invocation invocation, SendmailArguments arguments) {
        this.invocation = invocation;
        this.arguments = arguments;
    }

    SysExit run() {
        CommandConfiguration command = CommandConfiguration.read(arguments, invocation.output());
        Configuration configuration = command.configuration();
        if (configuration.fatal().isPresent()) {
            return configuration.fatal().get().exit();
        }
        configuration.missing(false).forEach(missing -> invocation.output().println(missing.text()));
        if (command.debug().at(DebugLevels.OPTIONS, 1)) {
            invocation.output().print("setoption HoldExpensive (c)=F\nsetoption DeliveryMode (d)=\n");
        }
        Resolver resolver = NameService.ofThisHost(clock);
        AtomicBoolean opened = new AtomicBoolean();
        MapEnvironment environment = HostMaps.alone(
                configuration,
                resolver,
                Accounts.system(),
                event -> {
                    if (opened.get()) {
                        invocation.output().println(event.line());
                    }
                },
                clock);
        List<String> badMaps = ConfigurationProblems.ofMaps(configuration);
        badMaps.forEach(invocation.output()::println);
        MapSet maps = ConfiguredMaps.open(configuration, environment).maps();
        opened.set(true);
        AddressTest test = new AddressTest(
                configuration,
                maps::find,
                new TestHosts(
                        resolver,
                        maps,
                        configuration.scope(),
                        environment.services().sources("hosts").contains("dns")),
                command.debug());
        invocation.output().print(AddressTest.TITLE);
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
        if (test.exit() != SysExit.OK || configuration.hasErrors()) {
            return test.exit() == SysExit.OK ? configuration.exit() : test.exit();
        }
        boolean incomplete = !configuration.missing(false).isEmpty() || !badMaps.isEmpty();
        return incomplete ? SysExit.SOFTWARE : SysExit.OK;
    }
}
