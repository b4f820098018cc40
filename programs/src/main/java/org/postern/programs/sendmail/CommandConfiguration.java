package org.postern.programs.sendmail;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.SysExit;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.ConfigurationOverrides;
import org.postern.cf.ConfigurationOverrides.Setting;
import org.postern.cf.DebugLevels;
import org.postern.cf.Diagnostic;
import org.postern.os.ProcessIdentity;
import org.postern.programs.mta.ConfigurationProblems;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.programs.mta.HostIdentity;

/// The configuration of a command that explains itself, and what the command prints while it reads it:
/// diagnostics, and with `-d0` and `-d37` who the program is and which options it meets (sendmail op guide §4.7).
///
/// @param debug the levels of the command line
record CommandConfiguration(Configuration configuration, DebugLevels debug) {
    private static final String OLD_FILE = "Warning: .cf file is out of date: ";
    private static final int NAMES = 4;
    private static final int FILES = 10;
    private static final int WIDTH = 75;
    private static final int INDENT = 16;
    private static final List<String> FEATURES = List.of(
            "DNSMAP",
            "IPV6_FULL",
            "LDAPMAP",
            "LOG",
            "MAP_REGEX",
            "MIME7TO8",
            "MIME8TO7",
            "NAMED_BIND",
            "NETINET",
            "NETINET6",
            "NETUNIX",
            "PIPELINING",
            "SCANF",
            "SOCKETMAP",
            "XDEBUG");

    /// Reads what the command line names.
    ///
    /// @param out takes what `-d` prints
    static CommandConfiguration read(SendmailArguments arguments, PrintStream out) {
        DebugLevels debug = DebugLevels.of(arguments.debug());
        Path file = arguments.configuration().map(Path::of).orElseGet(() -> CommandFiles.configuration(arguments));
        HostIdentity host = HostIdentity.find();
        if (debug.at(DebugLevels.START, 1)) {
            out.print(version());
        }
        if (debug.at(DebugLevels.START, NAMES)) {
            out.println("Canonical name: " + host.fullName());
            out.println(" UUCP nodename: " + host.nodeName());
            int dot = host.fullName().indexOf('.');
            if (dot > 0) {
                out.println("\ta.k.a.: " + host.fullName().substring(0, dot));
            }
            host.interfaces().stream()
                    .filter(one -> !one.loopback())
                    .forEach(one -> out.println("\ta.k.a.: " + one.names().getFirst()));
        }
        Configuration configuration = DaemonConfiguration.read(file, overrides(arguments), debug, line -> {
            if (!line.startsWith(OLD_FILE) || arguments.mode() != SendmailMode.VERIFY) {
                out.println(line);
            }
        });
        if (debug.at(DebugLevels.START, FILES)) {
            out.println("     Conf file:\t" + file + " (selected)");
            out.println("      Pid file:\t" + configuration.options().text(CfOption.PID_FILE) + " (selected)");
        }
        if (debug.at(DebugLevels.START, 1)) {
            out.print(identity(configuration));
        }
        return new CommandConfiguration(configuration, debug);
    }

    /// Prints what keeps the command from its work: as for sendmail every line that could not be used does,
    /// but for the address test.
    ///
    /// @param queues true when the command needs a queue
    /// @return why it must not go on
    Optional<SysExit> refusal(PrintStream out, boolean queues) {
        if (configuration.fatal().isPresent()) {
            return Optional.of(configuration.fatal().get().exit());
        }
        List<String> badMaps = ConfigurationProblems.ofMaps(configuration);
        badMaps.forEach(out::println);
        List<Diagnostic> missing = configuration.missing(queues);
        missing.forEach(diagnostic -> out.println(diagnostic.text()));
        if (configuration.hasErrors()) {
            return Optional.of(configuration.exit());
        }
        if (!badMaps.isEmpty()) {
            return Optional.of(SysExit.SOFTWARE);
        }
        if (!missing.isEmpty()) {
            return Optional.of(missing.getLast().exit());
        }
        Optional<String> queue = queues ? ConfigurationProblems.ofQueue(configuration) : Optional.empty();
        queue.ifPresent(out::println);
        return queue.map(_ -> SysExit.CONFIGURATION);
    }

    /// The settings of the command line as the reader takes them: macros first, then options in their order.
    static ConfigurationOverrides overrides(SendmailArguments arguments) {
        List<Setting> settings = new ArrayList<>();
        for (SendmailArguments.OptionSetting option : arguments.options()) {
            String text = option.text();
            if (option.longForm()) {
                settings.add(new Setting.LongOption(text));
            } else if (!text.isEmpty()) {
                settings.add(new Setting.ShortOption(text.charAt(0), text.substring(1)));
            }
        }
        arguments.macros().forEach(macro -> settings.add(new Setting.ShortOption('M', macro)));
        return new ConfigurationOverrides(settings, ProcessIdentity.realUserId() != 0);
    }

    private static String version() {
        StringBuilder text = new StringBuilder("Version ").append(HostIdentity.VERSION);
        StringBuilder line = new StringBuilder("\n Compiled with:");
        int width = INDENT;
        for (String feature : FEATURES) {
            if (width + feature.length() + 1 >= WIDTH) {
                line.append("\n\t\t").append(feature);
                width = INDENT + feature.length();
            } else {
                line.append(' ').append(feature);
                width += feature.length() + 1;
            }
        }
        return text.append(line).append('\n').toString();
    }

    private static String identity(Configuration configuration) {
        return "\n============ SYSTEM IDENTITY (after readcf) ============\n"
                + "      (short domain name) $w = " + macro(configuration, "w")
                + "  (canonical domain name) $j = " + macro(configuration, "j")
                + "         (subdomain name) $m = " + macro(configuration, "m")
                + "              (node name) $k = " + macro(configuration, "k")
                + "========================================================\n\n";
    }

    private static String macro(Configuration configuration, String name) {
        return configuration.scope().macro(name).orElse("") + "\n";
    }
}
