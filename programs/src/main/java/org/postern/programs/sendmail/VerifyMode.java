package org.postern.programs.sendmail;

import java.util.List;
import java.util.Optional;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.base.PeerText;
import org.postern.base.SysExit;
import org.postern.base.SystemClock;
import org.postern.cf.AddressUse;
import org.postern.cf.BlameFlag;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.DebugLevels;
import org.postern.cf.LookupResult;
import org.postern.cf.OptionValues;
import org.postern.cf.PrivacyFlag;
import org.postern.cf.Resolution;
import org.postern.cf.RewriteEngine;
import org.postern.cf.RewriteLimits;
import org.postern.cf.RewriteTrace;
import org.postern.cf.SessionMacros;
import org.postern.cf.Tokens;
import org.postern.deliver.AddressVerifier;
import org.postern.deliver.Aliases;
import org.postern.deliver.LocalUsers;
import org.postern.deliver.UserFiles;
import org.postern.helper.ListInspection;
import org.postern.helper.UserRules;
import org.postern.helperwire.ListOrigin;
import org.postern.maps.AliasDatabase;
import org.postern.maps.MapEnvironment;
import org.postern.maps.MapSet;
import org.postern.os.Account;
import org.postern.os.AccountAnswer;
import org.postern.os.Accounts;
import org.postern.os.ProcessIdentity;
import org.postern.programs.Invocation;
import org.postern.programs.mta.HostLists;
import org.postern.programs.mta.HostMaps;
import org.postern.programs.mta.NameService;

/// `sendmail -bv`: says where mail for the recipients would go (sendmail(8)).
final class VerifyMode {
    private static final int LONGEST_LIST = 8 << 20;

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
        return verifier(command, macros).verify(arguments.operands(), macros);
    }

    /// The verifier with the maps, users and lists of this host; lists are read with the rights of the caller.
    ///
    /// With restrictexpand ordinary users do not see what aliases stand for, and programs of lists are judged as
    /// root's daemon would judge them (sendmail op guide §5.6, PrivacyOptions).
    private AddressVerifier verifier(CommandConfiguration command, SessionMacros macros) {
        Configuration configuration = command.configuration();
        OptionValues options = configuration.options();
        EventSink events = event -> invocation.output().println(event.line());
        Accounts accounts = Accounts.system();
        MapEnvironment environment = HostMaps.alone(
                configuration, NameService.ofThisHost(configuration.options(), clock), accounts, events, clock);
        AliasDatabase aliases = AliasDatabase.open(
                options.list(CfOption.ALIAS_FILE),
                environment,
                options.duration(CfOption.ALIAS_WAIT).toSeconds());
        MapSet maps = MapSet.open(configuration.maps(), environment);
        RewriteEngine rules = new RewriteEngine(configuration, maps::find, RewriteLimits.STANDARD)
                .traced(RewriteTrace.printed(invocation.output()::print, command.debug()));
        if (command.debug().at(DebugLevels.REWRITING, 1) || command.debug().at(DebugLevels.PARSING, 1)) {
            accounts.byUid(ProcessIdentity.realUserId())
                    .found()
                    .ifPresent(caller -> tellSender(caller.name(), rules, macros));
        }
        boolean restricted = options.has(PrivacyFlag.RESTRICT_EXPAND) && !TrustedCaller.is(configuration);
        UserRules lists = HostLists.rules(configuration, accounts, clock, EventSink.none());
        LocalUsers users = user -> switch (environment.accounts().byName(user)) {
            case AccountAnswer.Found<Account> _ -> LocalUsers.Answer.KNOWN;
            case AccountAnswer.Absent<Account> _ -> LocalUsers.Answer.UNKNOWN;
            case AccountAnswer.Unavailable<Account> _ -> LocalUsers.Answer.UNAVAILABLE;
        };
        return new AddressVerifier(
                configuration,
                rules,
                arguments.verbose() && !restricted ? shown(aliases::find) : aliases::find,
                users,
                new CallersLists(
                        new ListInspection(
                                restricted ? lists.forgiving(BlameFlag.NON_ROOT_SAFE_ADDR) : lists, EventSink.none()),
                        configuration.scope().macro("j").orElse("localhost")),
                invocation.output()::println,
                command.debug().at(DebugLevels.ALIASES, 1));
    }

    /// Prints what stands for an alias as `-v` does.
    private Aliases shown(Aliases aliases) {
        return name -> {
            LookupResult result = aliases.lookup(name);
            if (result instanceof LookupResult.Found(String value)) {
                invocation
                        .output()
                        .println(PeerText.of(name).forLog() + "... aliased to "
                                + PeerText.of(value).forLog());
            }
            return result;
        };
    }

    /// sendmail makes the calling user the sender first; who looks on sees it.
    private static void tellSender(String user, RewriteEngine rules, SessionMacros macros) {
        Resolution _ = rules.resolve(user, AddressUse.ENVELOPE_SENDER, macros);
        Tokens tokens = rules.tokens(user);
        for (String ruleset : List.of("3", "1", "4")) {
            tokens = rules.rewrite(ruleset, tokens, macros).tokens();
        }
    }

    /// Lists with the rights of the caller.
    private record CallersLists(ListInspection lists, String hostName) implements AddressVerifier.Lists {
        @Override
        public Forwarding read(ListOrigin origin) {
            return UserFiles.of(lists::read, LONGEST_LIST).read(origin);
        }

        @Override
        public Optional<String> path(ListOrigin list) {
            return lists.path(list);
        }

        @Override
        public Optional<String> refusal(ListOrigin list, String what) {
            return lists.refusal(list, hostName, what);
        }
    }
}
