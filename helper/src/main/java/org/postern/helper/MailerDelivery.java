package org.postern.helper;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.EventSink;
import org.postern.base.SysExit;
import org.postern.cf.LocalProgram;
import org.postern.cf.Mailer;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperOutput;
import org.postern.helperwire.HelperRequest;
import org.postern.os.Account;
import org.postern.os.AccountAnswer;
import org.postern.os.Accounts;
import org.postern.os.Identity;
import org.postern.os.OsException;
import org.postern.os.ProcessIdentity;

/// Runs the programs of mailers: procmail as the local mailer, and those that an administrator wrote.
///
/// By what right comes from the helper's own copy of the M line: a mailer for users of this host (flag `l`) runs as the
/// recipient, one with `U=` as that user, every other one as DefaultUser; never as root (sendmail op guide §5.4; flag
/// `S` alone would be root there).
final class MailerDelivery {
    private final UserRules rules;
    private final ProgramDelivery programs;
    private final Console console;
    private final Duration consoleTime;
    private final EventSink events;

    /// @param consoleTime how long a conversation over standard input and output may last
    MailerDelivery(UserRules rules, ProgramDelivery programs, Console console, Duration consoleTime, EventSink events) {
        this.rules = rules;
        this.console = console;
        this.consoleTime = consoleTime;
        this.programs = programs;
        this.events = events;
    }

    HelperAnswer deliver(HelperRequest.RunMailer request, InputStream message) throws IOException {
        HelperAnswer answer = decide(request, message);
        if (!(answer instanceof HelperAnswer.Delivered)) {
            events.accept(new HelperEvent.MemberRefused(
                    request.queueId(), request.mailer() + ": " + request.users().getFirst(), answer));
        }
        return answer;
    }

    private HelperAnswer decide(HelperRequest.RunMailer request, InputStream message) throws IOException {
        Optional<Mailer> named = rules.mailers().apply(request.mailer());
        if (named.isEmpty() || !isProgram(named.get())) {
            return new HelperAnswer.Refused("mailer " + request.mailer() + " has no program to run");
        }
        Mailer mailer = named.get();
        boolean looksLikeFlag =
                request.host().startsWith("-") || request.users().stream().anyMatch(user -> user.startsWith("-"));
        if (looksLikeFlag) {
            return new HelperAnswer.Failed(SysExit.USAGE, "5.1.3", "User address required");
        }
        boolean single = mailer.has('l') || !mailer.has('m');
        if (single && request.users().size() > 1) {
            return new HelperAnswer.Refused("mailer " + mailer.name() + " takes one user at a time");
        }
        return switch (rights(mailer, request.users().getFirst())) {
            case Decision.Denied(HelperAnswer denial) -> denial;
            case Decision.Granted(Rights rights) ->
                programs.run(
                        new ProgramJob(
                                mailer, request.users(), request.host(), rights, request.queueId(), request.sender()),
                        message);
        };
    }

    /// Lets the network process talk to the program of a mailer that has no word for recipients in its arguments. A
    /// mailer for users of this host runs as the one recipient: whatever is said to it, it has his rights only.
    HelperAnswer talk(HelperRequest.TalkToMailer request, InputStream said, HelperOutput output) throws IOException {
        HelperAnswer answer = decide(request, said, output);
        if (!(answer instanceof HelperAnswer.Delivered)) {
            events.accept(new HelperEvent.MemberRefused(request.queueId(), request.mailer(), answer));
        }
        return answer;
    }

    private HelperAnswer decide(HelperRequest.TalkToMailer request, InputStream said, HelperOutput output)
            throws IOException {
        Optional<Mailer> named = rules.mailers().apply(request.mailer());
        if (named.filter(mailer -> mailer.console() && mailer.conversational()).isPresent()) {
            return console.talk(said, output, consoleTime);
        }
        if (named.isEmpty()
                || !isProgram(named.get())
                || !named.get().conversational()
                || LocalProgram.of(named.get()) == LocalProgram.CHOOSER) {
            return new HelperAnswer.Refused("mailer " + request.mailer() + " has no program to talk to");
        }
        if (request.host().startsWith("-")) {
            return new HelperAnswer.Failed(SysExit.USAGE, "5.1.3", "User address required");
        }
        return switch (rights(named.get(), request.user())) {
            case Decision.Denied(HelperAnswer denial) -> denial;
            case Decision.Granted(Rights rights) ->
                programs.talk(
                        new ProgramJob(
                                named.get(),
                                List.of(request.user()),
                                request.host(),
                                rights,
                                request.queueId(),
                                request.sender()),
                        said,
                        output);
        };
    }

    private static boolean isProgram(Mailer mailer) {
        return mailer.path().startsWith("/")
                && !Ascii.sameIgnoringCase(mailer.name(), "prog")
                && !mailer.name().startsWith("*")
                && LocalProgram.of(mailer) != LocalProgram.MAILBOX;
    }

    private sealed interface Decision {
        record Granted(Rights rights) implements Decision {}

        record Denied(HelperAnswer answer) implements Decision {}
    }

    private Decision rights(Mailer mailer, String user) {
        if (mailer.user().isPresent()) {
            Mailer.RunAs wanted = mailer.user().get();
            boolean number = wanted.user().matches("[0-9]+");
            AccountAnswer<Account> owner =
                    number ? byNumber(wanted.user()) : rules.accounts().byName(wanted.user());
            return account(
                    wanted.user(), owner, group(wanted.group()), wanted.group().isEmpty());
        }
        if (mailer.has('l')) {
            // a recipient is a name, whatever it looks like
            return account(user, rules.accounts().byName(user), Optional.empty(), true);
        }
        return rules.defaultUser()
                .<Decision>map(identity -> granted(rules.defaultName(), identity, "/"))
                .orElseGet(() -> later("DefaultUser is root: programs do not run as root"));
    }

    private Optional<Integer> group(String name) {
        try {
            return Optional.of(Integer.parseInt(name));
        } catch (NumberFormatException _) {
            return rules.accounts().groupByName(name).found().map(group -> group.gid());
        }
    }

    private Decision account(String name, AccountAnswer<Account> answer, Optional<Integer> group, boolean ownGroup) {
        Accounts accounts = rules.accounts();
        return switch (answer) {
            case AccountAnswer.Absent<Account> _ ->
                new Decision.Denied(new HelperAnswer.Failed(SysExit.NO_USER, "5.1.1", "User unknown: " + name));
            case AccountAnswer.Unavailable<Account>(OsException cause) ->
                later("cannot look up " + name + ": " + cause.reason());
            case AccountAnswer.Found<Account>(Account account) -> {
                if (!ownGroup && group.isEmpty()) {
                    yield later("the group of U= is unknown");
                }
                yield group.map(gid -> granted(account.name(), new Identity(account.uid(), gid, List.of()), "/"))
                        .orElseGet(() -> granted(account.name(), accounts.identityOf(account), account.home()));
            }
        };
    }

    private AccountAnswer<Account> byNumber(String number) {
        try {
            return rules.accounts().byUid(Integer.parseUnsignedInt(number));
        } catch (NumberFormatException _) {
            return rules.accounts().byName(number);
        }
    }

    private static Decision granted(String name, Identity identity, String home) {
        if (identity.isRoot() || identity.uid() == 0) {
            return later(name + " is uid 0: programs do not run as root; name a person in the alias file");
        }
        Identity own = ProcessIdentity.effective();
        if (!own.isRoot() && own.uid() != identity.uid()) {
            return later("this process is not root and cannot deliver as " + name);
        }
        return new Decision.Granted(new Rights(name, identity, home, Rights.Mark.NONE, false));
    }

    private static Decision later(String why) {
        return new Decision.Denied(new HelperAnswer.Temporary(SysExit.TEMPORARY_FAILURE, "4.7.0", why));
    }
}
