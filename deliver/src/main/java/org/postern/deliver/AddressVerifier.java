package org.postern.deliver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.base.PeerText;
import org.postern.base.SysExit;
import org.postern.cf.AddressRules;
import org.postern.cf.Configuration;
import org.postern.cf.LookupResult;
import org.postern.cf.MacroScope;
import org.postern.cf.RepairedAddress;
import org.postern.cf.RuleReplies;
import org.postern.mail.AddressList;
import org.postern.mail.ControllingUser;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;
import org.postern.mail.Recipient;

/// Says where mail for an address would go, without sending any (`sendmail -bv`, sendmail op guide §2.3): the
/// expander of the deliveries looks the addresses up, and each leaf becomes a line. One object serves one command.
public final class AddressVerifier {
    private static final int LONG = 203;
    private static final String LOOP = "aliasing/forwarding loop broken";
    private static final String SYNTAX = "Syntax error in mailbox address ";
    private static final String CONFIGURATION = "buildaddr: ";
    private static final Set<String> BUILT_IN = Set.of("prog", "*file*", "*include*");

    private final Configuration configuration;
    private final Expansion expansion;
    private final Map<String, String> written = new HashMap<>();
    private final Map<String, Integer> argumentOf = new HashMap<>();

    /// @param users who has a mailbox
    /// @param maxRecipients lines at most for one argument
    public AddressVerifier(
            Configuration configuration,
            AddressRules rules,
            Aliases aliases,
            LocalUsers users,
            int maxDepth,
            int maxRecipients) {
        this.configuration = configuration;
        String host = configuration.scope().macro("j").orElse("localhost");
        ExpansionSettings settings =
                new ExpansionSettings(maxDepth, maxRecipients, host, new ControllingUser("daemon", 1, 1, ""), true, 0);
        this.expansion = new Expansion(rules, fromTheEnd(aliases), users, UserFiles.none(), settings);
    }

    private static Aliases fromTheEnd(Aliases aliases) {
        return name -> {
            LookupResult result = aliases.lookup(name);
            return result instanceof LookupResult.Found(String members)
                    ? new LookupResult.Found(
                            String.join(", ", AddressList.split(members).reversed()))
                    : result;
        };
    }

    /// What is printed about all arguments.
    ///
    /// @param lines without line breaks, safe to print: first what is wrong, then what could be delivered
    /// @param exit [SysExit#OK] when all could be delivered, else what the first problem means
    public record Answer(List<String> lines, SysExit exit) {
        public Answer {
            lines = List.copyOf(lines);
        }
    }

    /// Verifies the addresses of all arguments, each of which may have several separated by commas. They are
    /// one list: an address that leads to the same place as an earlier one has no line of its own. As in
    /// sendmail each list, also that of an alias, is gone through from its end.
    public Answer verify(List<String> arguments, MacroScope macros) {
        List<Recipient> recipients = new ArrayList<>();
        List<List<Problem>> problems = new ArrayList<>();
        for (String argument : arguments) {
            List<Problem> own = new ArrayList<>();
            List<RepairedAddress> addresses = RepairedAddress.list(argument, configuration);
            for (RepairedAddress repaired : addresses) {
                repaired.problems()
                        .forEach(text -> own.add(new Problem(shortened(repaired.rest()) + "... " + text, SysExit.OK)));
            }
            for (RepairedAddress repaired : addresses.reversed()) {
                written.putIfAbsent(repaired.text(), repaired.written());
                argumentOf.putIfAbsent(repaired.text(), problems.size());
                if (repaired.isAddress()) {
                    recipients.add(Recipient.of(repaired.text()));
                }
            }
            problems.add(own);
        }
        Envelope envelope = Envelope.builder(new QueueId("verify"))
                .sender("<>")
                .recipients(recipients)
                .build();
        ExpansionResult result = expansion.expand(envelope, macros);
        List<Deliverable> good = new ArrayList<>();
        for (ExpansionResult.Settled settled : result.settled()) {
            String address = settled.address().recipient().address();
            if (settled.outcome() instanceof DeliveryOutcome.Delivered || isMember(settled)) {
                good.add(new Deliverable(named(address), settled.mailer(), "", address));
            } else {
                problems.get(argument(settled.address())).add(problem(settled));
            }
        }
        for (ExpansionResult.Target target : result.targets()) {
            good.add(new Deliverable(
                    named(target.address().recipient().address()),
                    target.route().mailer().name(),
                    target.route().host(),
                    target.route().user()));
        }
        List<String> lines = new ArrayList<>();
        SysExit exit = SysExit.OK;
        for (Problem problem : problems.stream().flatMap(List::stream).toList()) {
            lines.add(problem.line());
            exit = exit == SysExit.OK ? problem.exit() : exit;
        }
        exit = exit == SysExit.OK && !lines.isEmpty() ? SysExit.USAGE : exit;
        good.stream()
                .sorted(Comparator.comparing(one -> Ascii.lower(one.host())))
                .forEach(one -> lines.add(one.line()));
        return new Answer(lines, exit);
    }

    private static boolean isMember(ExpansionResult.Settled settled) {
        return BUILT_IN.contains(settled.mailer()) && settled.address().depth() > 0;
    }

    /// The address as the command line has it.
    private String named(String address) {
        return written.getOrDefault(address, address);
    }

    /// The number of the argument that led to an address.
    private int argument(ExpandedAddress address) {
        ExpandedAddress root = address;
        while (root.parent().isPresent()) {
            root = root.parent().get();
        }
        return argumentOf.getOrDefault(root.recipient().address(), 0);
    }

    private Problem problem(ExpansionResult.Settled settled) {
        String text = BUILT_IN.contains(settled.mailer()) ? direct(settled.mailer()) : text(settled.outcome());
        boolean bare = text.startsWith(LOOP) || text.startsWith(CONFIGURATION) || text.startsWith(SYNTAX);
        String address = shortened(named(settled.address().recipient().address()));
        return new Problem(bare ? text : address + "... " + text, exit(settled, text));
    }

    /// One thing that is wrong.
    ///
    /// @param exit what it means by itself; [SysExit#OK] for what is only counted
    private record Problem(String line, SysExit exit) {}

    private record Deliverable(String address, String mailer, String host, String user) {
        String line() {
            String where = host.isEmpty() ? "" : ", host " + shown(host);
            return shown(address) + "... deliverable: mailer " + mailer + where + ", user " + shown(user);
        }
    }

    /// Of a long address the beginning and the end.
    private static String shortened(String address) {
        int kept = (LONG - 3) / 2;
        return address.length() < LONG
                ? shown(address)
                : shown(address.substring(0, kept)) + "..." + shown(address.substring(address.length() - kept));
    }

    private static String shown(String text) {
        return PeerText.of(text).forLog();
    }

    private static String direct(String mailer) {
        return "Cannot mail directly to "
                + (mailer.equals("prog") ? "programs" : mailer.equals("*file*") ? "files" : ":include:s");
    }

    static String text(DeliveryOutcome outcome) {
        return switch (outcome) {
            case DeliveryOutcome.Delivered delivered -> delivered.statusText();
            case DeliveryOutcome.Relayed relayed -> relayed.statusText();
            case DeliveryOutcome.Deferred deferred -> deferred.statusText();
            case DeliveryOutcome.Failed failed -> failed.statusText();
        };
    }

    private static SysExit exit(ExpansionResult.Settled settled, String text) {
        if (BUILT_IN.contains(settled.mailer()) || text.startsWith(LOOP)) {
            return SysExit.OK;
        }
        return switch (settled.outcome()) {
            case DeliveryOutcome.Delivered _ -> SysExit.OK;
            case DeliveryOutcome.Relayed _ -> SysExit.OK;
            case DeliveryOutcome.Deferred _ -> SysExit.TEMPORARY_FAILURE;
            case DeliveryOutcome.Failed failed ->
                text.startsWith(CONFIGURATION) ? SysExit.SOFTWARE : RuleReplies.exitOf(failed.status());
        };
    }
}
