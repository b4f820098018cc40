package org.postern.deliver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.postern.base.PeerText;
import org.postern.base.SysExit;
import org.postern.cf.AddressRules;
import org.postern.cf.Configuration;
import org.postern.cf.MacroScope;
import org.postern.cf.RuleReplies;
import org.postern.mail.AddressList;
import org.postern.mail.ControllingUser;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;
import org.postern.mail.Recipient;

/// Says where mail for an address would go, without sending any (`sendmail -bv`, sendmail op guide §2.3): the
/// expander of
/// the deliveries looks the addresses up, and each leaf becomes a line.
public final class AddressVerifier {
    private static final String LOOP = "aliasing/forwarding loop broken";
    private static final Set<String> BUILT_IN = Set.of("prog", "*file*", "*include*");

    private final Expansion expansion;

    /// @param users who has a mailbox
    /// @param maxRecipients lines at most for one argument
    public AddressVerifier(
            Configuration configuration,
            AddressRules rules,
            Aliases aliases,
            LocalUsers users,
            int maxDepth,
            int maxRecipients) {
        String host = configuration.scope().macro("j").orElse("localhost");
        ExpansionSettings settings =
                new ExpansionSettings(maxDepth, maxRecipients, host, new ControllingUser("daemon", 1, 1, ""));
        this.expansion = new Expansion(rules, aliases, users, UserFiles.none(), settings);
    }

    /// What is printed about one argument.
    ///
    /// @param lines without line breaks, safe to print: first what is wrong, then what could be delivered
    /// @param exit [SysExit#OK] when all could be delivered
    public record Answer(List<String> lines, SysExit exit) {
        public Answer {
            lines = List.copyOf(lines);
        }
    }

    /// Verifies the addresses of one argument, which may have several separated by commas.
    public Answer verify(String argument, MacroScope macros) {
        List<Recipient> recipients = new ArrayList<>();
        for (String address : AddressList.split(argument)) {
            recipients.addFirst(Recipient.of(address));
        }
        Envelope envelope = Envelope.builder(new QueueId("verify"))
                .sender("<>")
                .recipients(recipients)
                .build();
        ExpansionResult result = expansion.expand(envelope, macros);
        List<String> lines = new ArrayList<>();
        List<Deliverable> good = new ArrayList<>();
        SysExit exit = SysExit.OK;
        for (ExpansionResult.Settled settled : result.settled()) {
            String address = settled.address().recipient().address();
            if (BUILT_IN.contains(settled.mailer()) && settled.address().depth() > 0) {
                good.add(new Deliverable(address, settled.mailer(), "", address));
            } else if (settled.outcome() instanceof DeliveryOutcome.Delivered) {
                good.add(new Deliverable(address, settled.mailer(), "", address));
            } else {
                String text = BUILT_IN.contains(settled.mailer()) ? direct(settled.mailer()) : text(settled.outcome());
                lines.add(text.equals(LOOP) ? text : shown(address) + "... " + text);
                exit = exit(settled);
            }
        }
        for (ExpansionResult.Target target : result.targets()) {
            good.add(new Deliverable(
                    target.address().recipient().address(),
                    target.route().mailer().name(),
                    target.route().host(),
                    target.route().user()));
        }
        good.stream().sorted(Comparator.comparing(Deliverable::host)).forEach(one -> lines.add(one.line()));
        return new Answer(lines, exit);
    }

    private record Deliverable(String address, String mailer, String host, String user) {
        String line() {
            String where = host.isEmpty() ? "" : ", host " + shown(host);
            return shown(address) + "... deliverable: mailer " + mailer + where + ", user " + shown(user);
        }
    }

    private static String shown(String text) {
        return PeerText.of(text).forLog();
    }

    private static String direct(String mailer) {
        return "Cannot mail directly to "
                + (mailer.equals("prog") ? "programs" : mailer.equals("*file*") ? "files" : ":include:s");
    }

    private static String text(DeliveryOutcome outcome) {
        return switch (outcome) {
            case DeliveryOutcome.Delivered delivered -> delivered.statusText();
            case DeliveryOutcome.Relayed relayed -> relayed.statusText();
            case DeliveryOutcome.Deferred deferred -> deferred.statusText();
            case DeliveryOutcome.Failed failed -> failed.statusText();
        };
    }

    private static SysExit exit(ExpansionResult.Settled settled) {
        if (BUILT_IN.contains(settled.mailer())) {
            return SysExit.USAGE;
        }
        return switch (settled.outcome()) {
            case DeliveryOutcome.Delivered _ -> SysExit.OK;
            case DeliveryOutcome.Relayed _ -> SysExit.OK;
            case DeliveryOutcome.Deferred _ -> SysExit.TEMPORARY_FAILURE;
            case DeliveryOutcome.Failed failed ->
                failed.statusText().startsWith(LOOP) ? SysExit.USAGE : RuleReplies.exitOf(failed.status());
        };
    }
}
