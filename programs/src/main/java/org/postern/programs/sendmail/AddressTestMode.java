package org.postern.programs.sendmail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.base.Event;
import org.postern.base.SysExit;
import org.postern.base.SystemClock;
import org.postern.cf.AddressTest;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.DebugLevels;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;
import org.postern.maps.ConfiguredMaps;
import org.postern.maps.MapEnvironment;
import org.postern.maps.MapSet;
import org.postern.os.Accounts;
import org.postern.os.ProcessIdentity;
import org.postern.programs.Invocation;
import org.postern.programs.mta.ConfigurationProblems;
import org.postern.programs.mta.HostMaps;
import org.postern.programs.mta.NameService;

/// `sendmail -bt`: the address test (sendmail op guide §2.4.4).
final class AddressTestMode {
    private final Invocation invocation;
    private final SendmailArguments arguments;
    private final Clock clock = new SystemClock();
    private boolean mapFailed;

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
        List<String> badMaps = ConfigurationProblems.ofMaps(configuration);
        badMaps.forEach(invocation.output()::println);
        AddressTest test = test(configuration, command.debug());
        invocation.output().print(AddressTest.TITLE);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(invocation.input(), StandardCharsets.ISO_8859_1))) {
            invocation.output().print(test.prompt());
            invocation.output().flush();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                invocation.output().print(answer(test, line, configuration));
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
        boolean incomplete = mapFailed || !configuration.missing(false).isEmpty() || !badMaps.isEmpty();
        return incomplete ? SysExit.SOFTWARE : SysExit.OK;
    }

    private static String answer(AddressTest test, String line, Configuration configuration) {
        return line.startsWith("?")
                ? TestModeHelp.of(
                                Path.of(configuration.options().text(CfOption.HELP_FILE)),
                                HostMaps.checks(configuration.options(), Accounts.system(), !ProcessIdentity.isRoot()))
                        .orElseGet(() -> test.answer(line))
                : test.answer(line);
    }

    /// The test with the maps of this host; what they tell goes into the answer that is under way.
    private AddressTest test(Configuration configuration, DebugLevels debug) {
        AtomicReference<@Nullable AddressTest> made = new AtomicReference<>();
        Consumer<String> notes = text -> {
            AddressTest test = made.get();
            if (test != null) {
                test.note(text);
            }
        };
        NameServiceTrace resolver = new NameServiceTrace(
                NameService.ofThisHost(configuration.options(), clock),
                level -> {
                    AddressTest test = made.get();
                    return test != null && test.debug().at(DebugLevels.NAME_SERVICE, level);
                },
                notes);
        MapEnvironment environment = HostMaps.alone(
                configuration,
                resolver,
                Accounts.system(),
                event -> {
                    notes.accept(event.line() + "\n");
                    mapFailed |= made.get() != null && event.priority().code() <= Event.Priority.ERROR.code();
                },
                clock);
        MapSet opened = ConfiguredMaps.open(configuration, environment).maps();
        Set<String> hostMaps = configuration.maps().stream()
                .filter(map -> Ascii.sameIgnoringCase(map.mapClass(), "host"))
                .map(MapDeclaration::name)
                .collect(Collectors.toSet());
        Function<String, Optional<MapLookup>> maps = name -> opened.find(name)
                .map(map -> name.equals("host") || hostMaps.contains(name) ? resolver.canonifying(map) : map);
        boolean nameService = environment.services().get().sources("hosts").contains("dns");
        AddressTest test = new AddressTest(
                configuration, maps, new TestHosts(resolver, maps, configuration.scope(), nameService), debug);
        made.set(test);
        return test;
    }
}
