package org.postern.helper;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperOutput;
import org.postern.helperwire.HelperRequest;
import org.postern.helperwire.PairLimits;

/// What the helper does with lists, programs and files, put together; nothing of it when it has no rules for users.
final class UserServices {
    private final Optional<ListService> lists;
    private final Optional<MemberDelivery> members;
    private final Optional<MailerDelivery> mailers;
    private final Optional<DeadLetters> deadLetters;

    private UserServices(
            Optional<ListService> lists,
            Optional<MemberDelivery> members,
            Optional<MailerDelivery> mailers,
            Optional<DeadLetters> deadLetters) {
        this.lists = lists;
        this.members = members;
        this.mailers = mailers;
        this.deadLetters = deadLetters;
    }

    static UserServices of(
            Optional<UserRules> rules,
            Console console,
            Duration lockPatience,
            PairLimits limits,
            Clock clock,
            EventSink events) {
        if (rules.isEmpty()) {
            return new UserServices(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
        UserRules known = rules.get();
        ZoneId zone = ZoneId.systemDefault();
        UserReads reads = new UserReads(limits.ofOneClass(), known.openTime());
        ListAuthority authority = new ListAuthority(known, reads, events);
        RestrictedShell shell = new RestrictedShell("smrsh", RestrictedShell.usualDirectory());
        ProgramDelivery programs = new ProgramDelivery(known, reads, shell, limits.programTime(), clock, zone, events);
        FileAppend append = new FileAppend(lockPatience, clock, zone);
        MemberDelivery members = new MemberDelivery(
                authority, programs, new FileDelivery(known, reads, append), known.hostName(), events);
        return new UserServices(
                Optional.of(new ListService(authority)),
                Optional.of(members),
                Optional.of(new MailerDelivery(known, programs, console, limits.programTime(), events)),
                Optional.of(new DeadLetters(known, append)));
    }

    HelperAnswer read(HelperRequest.ReadList request) {
        return lists.isEmpty() ? new HelperAnswer.NoList() : lists.get().read(request);
    }

    HelperAnswer deliver(HelperRequest.DeliverToMember request, InputStream message) throws IOException {
        return members.isEmpty()
                ? new HelperAnswer.Refused("programs and files are not delivered to here")
                : members.get().deliver(request, message);
    }

    HelperAnswer deliver(HelperRequest.RunMailer request, InputStream message) throws IOException {
        return mailers.isEmpty()
                ? new HelperAnswer.Refused("programs are not run here")
                : mailers.get().deliver(request, message);
    }

    HelperAnswer talk(HelperRequest.TalkToMailer request, InputStream said, HelperOutput output) throws IOException {
        return mailers.isEmpty()
                ? new HelperAnswer.Refused("programs are not run here")
                : mailers.get().talk(request, said, output);
    }

    HelperAnswer keep(HelperRequest.KeepDeadLetter request, InputStream message) throws IOException {
        return deadLetters.isEmpty()
                ? new HelperAnswer.Refused("dead letters are not kept here")
                : deadLetters.get().keep(request, message);
    }
}
