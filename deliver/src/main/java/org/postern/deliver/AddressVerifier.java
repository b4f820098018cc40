package org.postern.deliver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.postern.base.Ascii;
import org.postern.base.PeerText;
import org.postern.base.SysExit;
import org.postern.cf.AddressRules;
import org.postern.cf.Configuration;
import org.postern.cf.MacroScope;
import org.postern.cf.RepairedAddress;
import org.postern.cf.RuleReplies;
import org.postern.helperwire.ListOrigin;
import org.postern.mail.ControllingUser;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;
import org.postern.mail.Recipient;

/// Says where mail for an address would go, without sending any (`sendmail -bv`, sendmail op guide §2.3): the
/// expander of the deliveries looks the addresses up; what is wrong is printed at once, each leaf becomes a line at the
/// end. One object serves one command.
public final class AddressVerifier {
    private static final int LONG = 203;
    private static final String LOOP = "aliasing/forwarding loop broken";
    private static final String SYNTAX = "Syntax error in mailbox address ";
    private static final String CONFIGURATION = "buildaddr: ";
    private static final String INCLUDE = "*include*";
    private static final Set<String> BUILT_IN = Set.of("prog", "*file*", INCLUDE);

    private final Configuration configuration;
    private final Expansion expansion;
    private final Lists lists;
    private final Consumer<String> out;
    private final boolean tellsAliases;
    private final Map<String, String> written = new HashMap<>();
    private final Map<String, Integer> argumentOf = new HashMap<>();
    private final Map<ListOrigin, String> paths = new HashMap<>();
    private final List<List<String>> faults = new ArrayList<>();
    private final Deque<String> places = new ArrayDeque<>();
    private final List<Deliverable> good = new ArrayList<>();
    private Optional<ExpansionResult.Settled> loop = Optional.empty();
    private boolean wrong;
    private SysExit exit = SysExit.OK;

    /// The lists in files, as the caller may read them.
    public interface Lists extends UserFiles {
        /// The file of a list; empty when it is not there.
        Optional<String> path(ListOrigin list);

        /// Why a list may not name programs or files; empty when it may.
        ///
        /// @param what `programs` or `files`
        Optional<String> refusal(ListOrigin list, String what);
    }

    /// @param users who has a mailbox
    /// @param out gets lines without line breaks, safe to print
    /// @param tellsAliases true to tell also how addresses lead to others, as sendmail does with `-d27.1`
    public AddressVerifier(
            Configuration configuration,
            AddressRules rules,
            Aliases aliases,
            LocalUsers users,
            Lists lists,
            Consumer<String> out,
            boolean tellsAliases) {
        this.configuration = configuration;
        this.lists = lists;
        this.out = out;
        this.tellsAliases = tellsAliases;
        String host = configuration.scope().macro("j").orElse("localhost");
        ControllingUser nobody = new ControllingUser("daemon", 1, 1, "");
        ExpansionSettings settings =
                ExpansionSettings.of(configuration.options(), DeliveryLimits.defaults(), host, nobody);
        this.expansion = new Expansion(rules, aliases, users, lists, settings).traced(new Told());
    }

    /// Verifies the addresses of all arguments, each of which may have several separated by commas. They are
    /// one list: an address that leads to the same place as an earlier one has no line of its own. As in
    /// sendmail each list, also that of an alias, is gone through from its end.
    ///
    /// @return [SysExit#OK] when all could be delivered, else what the first problem means
    public SysExit verify(List<String> arguments, MacroScope macros) {
        List<Recipient> recipients = new ArrayList<>();
        for (String argument : arguments) {
            List<String> own = new ArrayList<>();
            List<RepairedAddress> addresses = RepairedAddress.list(argument, configuration);
            for (RepairedAddress repaired : addresses) {
                repaired.problems().forEach(text -> own.add(shortened(repaired.rest()) + "... " + text));
            }
            for (RepairedAddress repaired : addresses.reversed()) {
                written.putIfAbsent(repaired.text(), repaired.written());
                argumentOf.putIfAbsent(repaired.text(), faults.size());
                if (repaired.isAddress()) {
                    recipients.add(Recipient.of(repaired.text()));
                }
            }
            faults.add(own);
        }
        Envelope envelope = Envelope.builder(new QueueId("verify"))
                .sender("<>")
                .recipients(recipients)
                .build();
        ExpansionResult result = expansion.expand(envelope, macros);
        tellFaults(faults.size());
        for (ExpansionResult.Target target : result.targets()) {
            good.add(new Deliverable(
                    named(target.address().recipient().address()),
                    target.route().mailer().name(),
                    target.route().host(),
                    target.route().user()));
        }
        good.stream()
                .sorted(Comparator.comparing(one -> Ascii.lower(one.host())))
                .forEach(one -> out.accept(one.line()));
        return exit == SysExit.OK && wrong ? SysExit.USAGE : exit;
    }

    /// Tells what is wrong with the writing of the first arguments.
    private void tellFaults(int arguments) {
        for (List<String> own : faults.subList(0, arguments)) {
            own.forEach(line -> complain(line, SysExit.OK));
            own.clear();
        }
    }

    /// @param meaning what it means by itself; [SysExit#OK] for what is only counted
    private void complain(String line, SysExit meaning) {
        out.accept((places.isEmpty() ? "" : places.getLast() + ": ") + line);
        wrong = true;
        exit = exit == SysExit.OK ? meaning : exit;
    }

    /// The address as the command line has it.
    private String named(String address) {
        return written.getOrDefault(address, address);
    }

    private void complain(ExpansionResult.Settled settled) {
        String text = isDirect(settled) ? direct(settled.mailer()) : text(settled.outcome());
        boolean bare = text.startsWith(LOOP) || text.startsWith(CONFIGURATION) || text.startsWith(SYNTAX);
        String address = shortened(named(settled.address().recipient().address()));
        complain(bare ? text : address + "... " + text, exit(settled, text));
    }

    /// Prints while the expansion goes on.
    private final class Told implements ExpansionTrace {
        @Override
        public void begins(String address) {
            tellFaults(argumentOf.getOrDefault(address, 0) + 1);
            loop = Optional.empty();
        }

        /// A loop is worth a word when there is nothing else to say.
        @Override
        public void ends(boolean alive) {
            if (!alive && !wrong) {
                loop.ifPresent(AddressVerifier.this::complain);
            }
        }

        @Override
        public void settled(ExpansionResult.Settled settled) {
            if (settled.outcome() instanceof DeliveryOutcome.Delivered) {
                String address = settled.address().recipient().address();
                good.add(new Deliverable(named(address), settled.mailer(), "", address));
            } else if (text(settled.outcome()).equals(LOOP)) {
                loop = Optional.of(settled);
            } else {
                complain(settled);
            }
        }

        @Override
        public void enters(ListOrigin list, int line) {
            String path =
                    paths.computeIfAbsent(list, one -> shown(lists.path(one).orElse("")));
            places.addLast(path + ": line " + line);
        }

        @Override
        public void leaves() {
            places.removeLast();
        }

        @Override
        public Optional<String> refusal(ListOrigin list, String what) {
            return lists.refusal(list, what);
        }

        private void tell(String line) {
            if (tellsAliases) {
                out.accept(line);
            }
        }

        @Override
        public void alias(String user) {
            tell("alias(" + shown(user) + ")");
        }

        @Override
        public void aliased(String address, String host, String user, String members) {
            tell(shown(address) + " (" + shown(host) + ", " + shown(user) + ") aliased to " + shown(members));
        }

        @Override
        public void reference(String address, Reference found) {
            tell("self_reference(" + shown(address) + ")");
            switch (found) {
                case NONE -> tell("\t... no self ref");
                case RESOLVED -> {}
                case LOOP -> tell("\t... cannot break loop for \"" + shown(address) + "\"");
            }
        }

        @Override
        public void forward(String address) {
            tell("forward(" + shown(address) + ")");
        }
    }

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

    private static boolean isDirect(ExpansionResult.Settled settled) {
        return BUILT_IN.contains(settled.mailer()) && settled.address().depth() == 0;
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
