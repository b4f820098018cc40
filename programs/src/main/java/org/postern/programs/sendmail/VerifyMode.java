package org.postern.programs.sendmail;

import java.util.Optional;
import org.postern.base.Clock;
import org.postern.base.PeerText;
import org.postern.base.SysExit;
import org.postern.base.SystemClock;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.DebugLevels;
import org.postern.cf.LookupResult;
import org.postern.cf.OptionValues;
import org.postern.cf.RewriteEngine;
import org.postern.cf.RewriteLimits;
import org.postern.cf.RewriteTrace;
import org.postern.cf.SessionMacros;
import org.postern.deliver.AddressVerifier;
import org.postern.deliver.Aliases;
import org.postern.deliver.LocalUsers;
import org.postern.maps.AliasDatabase;
import org.postern.maps.MapEnvironment;
import org.postern.maps.MapSet;
import org.postern.os.Account;
import org.postern.os.AccountAnswer;
import org.postern.os.Accounts;
import org.postern.os.ProcessIdentity;
import org.postern.programs.Invocation;
import org.postern.programs.mta.HostMaps;
import org.postern.programs.mta.NameService;

/// `sendmail -bv`: says where mail for the recipients would go (sendmail(8)).
final class VerifyMode {
    private static final int MOST_RECIPIENTS = 10_000;

    private final Invocation invocation;
    private final SendmailArguments arguments;
    private final Clock clock = new SystemClock();

    VerifyMode(Invocation invocation, SendmailArguments arguments) {
        this.invocation = invocation;
        this.arguments = arguments;
    }

    SysExit run() {
        CommandConfiguration command = CommandConfiguration.read(arguments, invocation.output());
        Configuration configuration = command.configuration();
        if (!ProcessIdentity.isRoot()) {
            invocation.output().println("Notice: -bv may give misleading output for non-privileged user");
        }
        Optional<SysExit> refusal = command.refusal(invocation.output(), true);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (arguments.operands().isEmpty()) {
            invocation.output().println("Recipient names must be specified");
            return SysExit.USAGE;
        }
        SessionMacros macros = SessionMacros.above(configuration.scope());
        macros.define("opMode", "v");
        AddressVerifier.Answer answer = verifier(command).verify(arguments.operands(), macros);
        answer.lines().forEach(invocation.output()::println);
        return answer.exit();
    }

    private AddressVerifier verifier(CommandConfiguration command) {
        Configuration configuration = command.configuration();
        OptionValues options = configuration.options();
        MapEnvironment environment = HostMaps.alone(
                configuration,
                NameService.ofThisHost(clock),
                Accounts.system(),
                event -> invocation.output().println(event.line()),
                clock);
        AliasDatabase aliases = AliasDatabase.open(
                options.list(CfOption.ALIAS_FILE),
                environment,
                options.duration(CfOption.ALIAS_WAIT).toSeconds());
        MapSet maps = MapSet.open(configuration.maps(), environment);
        RewriteEngine rules = new RewriteEngine(configuration, maps::find, RewriteLimits.STANDARD);
        LocalUsers users = user -> switch (environment.accounts().byName(user)) {
            case AccountAnswer.Found<Account> _ -> LocalUsers.Answer.KNOWN;
            case AccountAnswer.Absent<Account> _ -> LocalUsers.Answer.UNKNOWN;
            case AccountAnswer.Unavailable<Account> _ -> LocalUsers.Answer.UNAVAILABLE;
        };
        return new AddressVerifier(
                configuration,
                rules.traced(RewriteTrace.printed(invocation.output()::print, command.debug())),
                command.debug().at(DebugLevels.ALIASES, 1) ? told(aliases::find) : aliases::find,
                users,
                (int) options.number(CfOption.MAX_ALIAS_RECURSION),
                MOST_RECIPIENTS);
    }

    /// Prints the look-ups as `-d27.1` does.
    private Aliases told(Aliases aliases) {
        return name -> {
            String shown = PeerText.of(name).forLog();
            invocation.output().println("alias(" + shown + ")");
            LookupResult result = aliases.lookup(name);
            if (result instanceof LookupResult.Found(String value)) {
                invocation
                        .output()
                        .println(shown + " (, " + shown + ") aliased to "
                                + PeerText.of(value).forLog());
            }
            return result;
        };
    }
}
