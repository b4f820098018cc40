package org.postern.receive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.base.PeerText;
import org.postern.cf.AddressUse;
import org.postern.cf.Resolution;
import org.postern.cf.RuleReply;
import org.postern.cf.SessionMacros;
import org.postern.smtp.LookupAnswer;
import org.postern.smtp.Reply;

/// Answers VRFY, which looks at one address, and EXPN, which follows aliases to their ends.
final class AddressQueries {
    private static final Reply LOOP = Reply.of("554 5.4.6 aliasing/forwarding loop broken");
    private static final int MAX_ADDRESSES = 1000;
    private static final char LOCAL = 'l';

    /// Addresses of mailers with this flag are answered with 250, others with 252 (sendmail op guide §5.4).
    private static final char VERIFIED = 'q';

    private final ReceiveContext context;
    private final String hostName;
    private final RecipientCheck check;

    AddressQueries(ReceiveContext context, String hostName) {
        this.context = context;
        this.hostName = hostName;
        this.check = new RecipientCheck(context.rules(), context.users());
    }

    LookupAnswer verify(PeerText address, SessionMacros macros) {
        return switch (find(address.forParsing(), macros)) {
            case RecipientCheck.Finding.Impossible(Reply reply) -> new LookupAnswer.Unknown(reply);
            case RecipientCheck.Finding.Discarded() -> new LookupAnswer.Local(List.of());
            case RecipientCheck.Finding.Undecided() ->
                new LookupAnswer.Unknown(Reply.of("450 4.3.0 Please try again later."));
            case RecipientCheck.Finding.Deliverable(Resolution.ToMailer to) -> {
                String text = to.mailer().has(LOCAL) ? shown(to) : "<" + to.user() + ">";
                yield to.mailer().has(VERIFIED) ? new LookupAnswer.Local(List.of(text)) : new LookupAnswer.Remote(text);
            }
        };
    }

    private RecipientCheck.Finding find(String address, SessionMacros macros) {
        Resolution resolved = context.rules().resolve(address, AddressUse.ENVELOPE_RECIPIENT, macros);
        return resolved instanceof Resolution.Refused(RuleReply reply)
                ? new RecipientCheck.Finding.Impossible(RuleQuestions.reply(reply))
                : check.check(resolved, macros);
    }

    private String shown(Resolution.ToMailer to) {
        String mailbox = "<" + to.user() + "@" + hostName + ">";
        String user = RecipientCheck.unquoted(to.user());
        boolean alias = context.users().alias(user) == LocalUsers.Presence.PRESENT;
        return context.users()
                .fullName(user)
                .filter(name -> !alias && !name.isEmpty())
                .map(name -> PeerText.of(name).forReply() + " " + mailbox)
                .orElse(mailbox);
    }

    LookupAnswer expand(PeerText address, SessionMacros macros) {
        Set<String> ends = new LinkedHashSet<>();
        Set<String> seen = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>();
        open.add(address.forParsing());
        boolean first = true;
        boolean loop = false;
        while (!open.isEmpty() && seen.size() < MAX_ADDRESSES) {
            String next = open.poll();
            switch (find(next, macros)) {
                case RecipientCheck.Finding.Impossible(Reply reply) -> {
                    if (first) {
                        return new LookupAnswer.Unknown(reply);
                    }
                }
                case RecipientCheck.Finding.Discarded() -> {}
                case RecipientCheck.Finding.Undecided() ->
                    ends.add("<" + PeerText.of(next).forReply() + ">");
                case RecipientCheck.Finding.Deliverable(Resolution.ToMailer to) ->
                    loop |= !follow(to, seen, ends, open);
            }
            first = false;
        }
        if (ends.isEmpty() && loop) {
            return new LookupAnswer.Refused(LOOP);
        }
        return new LookupAnswer.Local(new ArrayList<>(ends));
    }

    /// Puts what the address stands for into `open`, or the address itself into `ends`.
    ///
    /// @return false when it has been followed before
    private boolean follow(Resolution.ToMailer to, Set<String> seen, Set<String> ends, Deque<String> open) {
        if (!to.mailer().has(LOCAL)) {
            ends.add("<" + to.user() + ">");
            return true;
        }
        String user = RecipientCheck.unquoted(to.user());
        List<String> members = context.users().aliasMembers(user);
        if (members.isEmpty()) {
            ends.add(shown(to));
            return true;
        }
        if (!seen.add(Ascii.lower(user))) {
            return false;
        }
        for (String member : members) {
            if (Ascii.sameIgnoringCase(member, user) || Ascii.sameIgnoringCase(member, "\\" + user)) {
                ends.add(shown(to));
            } else if (open.size() < MAX_ADDRESSES) {
                open.add(member);
            }
        }
        return true;
    }
}
