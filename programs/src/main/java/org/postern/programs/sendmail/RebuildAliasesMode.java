package org.postern.programs.sendmail;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.base.SysExit;
import org.postern.base.SystemClock;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.Diagnostic;
import org.postern.maps.AliasRuleNames;
import org.postern.maps.ConfiguredMaps;
import org.postern.maps.MapOwner;
import org.postern.maps.NewAliasesTool;
import org.postern.maps.ToolStreams;
import org.postern.os.Account;
import org.postern.os.Accounts;
import org.postern.os.ProcessIdentity;
import org.postern.os.SyslogSocket;
import org.postern.programs.Invocation;
import org.postern.programs.log.SystemEventLog;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.programs.mta.HostMaps;
import org.postern.programs.mta.NameService;

/// `newaliases` and `sendmail -bi`: rebuilds the alias databases. Only root, TrustedUser and class t may.
final class RebuildAliasesMode {
    private static final Path STANDARD_CONFIGURATION = Path.of("/etc/mail/sendmail.cf");
    private static final int LONGEST_LOG_TEXT = 1000;

    private final Invocation invocation;
    private final SendmailArguments arguments;
    private final Clock clock = new SystemClock();

    RebuildAliasesMode(Invocation invocation, SendmailArguments arguments) {
        this.invocation = invocation;
        this.arguments = arguments;
    }

    int run() {
        List<String> options = arguments.options().stream()
                .filter(SendmailArguments.OptionSetting::longForm)
                .map(SendmailArguments.OptionSetting::text)
                .toList();
        Configuration configuration = DaemonConfiguration.read(
                arguments.configuration().map(Path::of).orElse(STANDARD_CONFIGURATION), options);
        for (Diagnostic diagnostic : configuration.diagnostics()) {
            invocation.output().println(diagnostic.text());
        }
        if (configuration.fatal().isPresent()) {
            return configuration.fatal().get().exit().code();
        }
        Accounts accounts = Accounts.system();
        String trusted = configuration.options().text(CfOption.TRUSTED_USER);
        int user = ProcessIdentity.realUserId();
        MapOwner owner = MapOwner.of(trusted.isEmpty() ? Optional.empty() : Optional.of(trusted), accounts);
        String name = accounts.byUid(user).found().map(Account::name).orElse(Integer.toString(user));
        if (!isTrusted(configuration, user, name, owner)) {
            return TrustedCaller.refuse(invocation, arguments, configuration, "", "rebuild the alias map")
                    .code();
        }
        if (user != 0 && configuration.options().flag(CfOption.USE_MSP)) {
            invocation.output().println("User " + user + " cannot rebuild aliases in mail submission program");
            return SysExit.USAGE.code();
        }
        EventSink events = new SystemEventLog(
                new SyslogSocket(
                        "/dev/log",
                        SyslogSocket.FACILITY_MAIL,
                        arguments.tag().orElse("sendmail"),
                        clock,
                        ZoneId.systemDefault(),
                        LONGEST_LOG_TEXT),
                (int) configuration.options().number(CfOption.LOG_LEVEL));
        ConfiguredMaps maps = ConfiguredMaps.open(
                configuration,
                HostMaps.alone(
                        configuration,
                        NameService.ofThisHost(configuration.options(), clock),
                        accounts,
                        EventSink.none(),
                        clock));
        NewAliasesTool tool = new NewAliasesTool(
                new AliasRuleNames(
                        configuration, maps.maps(), configuration.options().flag(CfOption.CHECK_ALIASES)),
                HostMaps.checks(configuration.options(), accounts, false),
                events,
                name,
                owner);
        return tool.run(
                configuration.options().list(CfOption.ALIAS_FILE),
                new ToolStreams(invocation.input(), invocation.output(), invocation.error()));
    }

    /// Root, TrustedUser and the members of class t.
    private static boolean isTrusted(Configuration configuration, int user, String name, MapOwner owner) {
        return user == 0
                || owner.uid().equals(Optional.of(user))
                || configuration.classOf("t").contains(name);
    }
}
