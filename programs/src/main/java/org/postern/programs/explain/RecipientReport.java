package org.postern.programs.explain;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.cf.AddressUse;
import org.postern.cf.CfOption;
import org.postern.cf.Mailer;
import org.postern.cf.Resolution;
import org.postern.cf.RuleCall;
import org.postern.cf.RuleDecision;
import org.postern.cf.RuleRecorder;
import org.postern.cf.SessionMacros;
import org.postern.deliver.DeliveryRehearsal;
import org.postern.deliver.DeliveryRehearsal.End;
import org.postern.deliver.DeliveryRehearsal.Leaf;
import org.postern.deliver.DeliveryRehearsal.Step;
import org.postern.helperwire.ListOrigin;
import org.postern.mail.ControllingUser;
import org.postern.mail.DeliveryOutcome;
import org.postern.programs.mta.RehearsalHost;
import org.postern.programs.terminal.Json;
import org.postern.programs.terminal.Paint;

/// Where mail for an address goes, as text and as JSON: a tree of the aliases, lists and `.forward` files, and at each
/// end the mailer, whose rights count, the hosts in the order of trying, and the rule that chose the mailer.
final class RecipientReport {
    private static final int MOST_STEPS = 20_000;

    private final RehearsalHost host;
    private final RuleView rules;
    private final String address;
    private final List<Leaf> leaves;
    private final EarlierDeliveries earlier;

    RecipientReport(RehearsalHost host, RuleView rules, String address, List<Leaf> leaves) {
        this.host = host;
        this.rules = rules;
        this.address = address;
        this.leaves = List.copyOf(leaves);
        this.earlier = EarlierDeliveries.of(
                host.configuration(),
                leaves.stream().map(leaf -> leaf.way().getLast().address()).toList(),
                host.clock());
    }

    /// True when all of it can be delivered.
    boolean good() {
        return leaves.stream().allMatch(this::good);
    }

    private boolean good(Leaf leaf) {
        return switch (leaf.end()) {
            case End.To to ->
                to.trouble().isEmpty() && objection(leaf, to.route()).isEmpty();
            case End.Settled(String _, DeliveryOutcome outcome) -> outcome instanceof DeliveryOutcome.Delivered;
        };
    }

    /// A node of the tree.
    private static final class Node {
        private final Step step;
        private final Map<String, Node> children = new LinkedHashMap<>();
        private Optional<Leaf> leaf = Optional.empty();

        Node(Step step) {
            this.step = step;
        }
    }

    private List<Node> tree() {
        Map<String, Node> roots = new LinkedHashMap<>();
        for (Leaf leaf : leaves) {
            Map<String, Node> level = roots;
            Node node = null;
            for (Step step : leaf.way()) {
                node = level.computeIfAbsent(step.address() + '\0' + step.list().orElse(""), _ -> new Node(step));
                level = node.children;
            }
            if (node != null) {
                node.leaf = Optional.of(leaf);
            }
        }
        return List.copyOf(roots.values());
    }

    List<String> text(Paint paint, boolean all) {
        List<String> out = new ArrayList<>();
        tree().forEach(node -> text(node, "", paint, all, out));
        return out;
    }

    private void text(Node node, String indent, Paint paint, boolean all, List<String> out) {
        String name = RuleView.shown(node.step.address());
        out.add(indent + paint.strong(name) + list(node));
        node.leaf.ifPresent(leaf -> {
            end(leaf, indent + "  ", paint, out);
            earlier.to(node.step.address())
                    .forEach(attempt -> out.add(indent + "    earlier: " + attempt.time() + " "
                            + RuleView.shown(attempt.id()) + " " + RuleView.shown(attempt.result())));
        });
        if (node.leaf.isPresent() || all) {
            decision(node.step.address()).ifPresent(call -> {
                rules.text(RuleDecision.of(call, host.configuration()))
                        .forEach(line -> out.add(indent + "    " + line));
            });
        }
        if (all) {
            rules.whole(resolved(node.step.address())).forEach(line -> out.add(indent + "      " + paint.faint(line)));
        }
        node.children.values().forEach(child -> text(child, indent + "  ", paint, all, out));
    }

    /// What the members of a node stand in.
    private String list(Node node) {
        if (node.children.isEmpty()) {
            return "";
        }
        Optional<ListOrigin> origin =
                node.children.values().iterator().next().step.origin();
        return origin.map(list -> " is " + describe(list)).orElse(" becomes");
    }

    private String describe(ListOrigin list) {
        if (!list.includes().isEmpty()) {
            return "the list in " + RuleView.shown(list.includes().getLast());
        }
        return switch (list.root()) {
            case ALIAS ->
                "an alias"
                        + host.entries()
                                .findAlias(host.aliasSources(), list.name())
                                .map(RuleView::text)
                                .orElse("");
            case FORWARD -> "forwarded by the user's own file (ForwardPath)";
        };
    }

    private void end(Leaf leaf, String indent, Paint paint, List<String> out) {
        switch (leaf.end()) {
            case End.Settled(String mailer, DeliveryOutcome outcome) -> {
                String text = RuleView.shown(DeliveryRehearsal.text(outcome));
                out.add(indent
                        + (good(leaf) ? paint.good(text) : paint.bad(text))
                        + (mailer.isEmpty() ? "" : " (mailer " + mailer + ")"));
            }
            case End.To(Resolution.ToMailer route, var hosts, Optional<String> trouble) -> {
                out.add(indent + "mailer " + route.mailer().name()
                        + (route.host().isEmpty() ? "" : ", host " + RuleView.shown(route.host())) + ", user "
                        + RuleView.shown(route.user()) + "; " + identity(leaf, route));
                objection(leaf, route).ifPresent(why -> out.add(indent + paint.bad("is not delivered: " + why)));
                trouble.ifPresent(why -> out.add(indent + paint.bad(RuleView.shown(why))));
                for (DeliveryRehearsal.Host hop : hosts) {
                    out.add(indent + "  " + (hop.lastResort() ? "if nothing else works, " : "") + "to "
                            + RuleView.shown(hop.name()) + " "
                            + hop.trouble().map(RuleView::shown).orElseGet(() -> addresses(hop)));
                    earlier.host(hop.name())
                            .ifPresent(state -> out.add(indent + "    last time (" + state.time() + "): "
                                    + RuleView.shown(state.result())
                                    + (state.leftAlone() ? "; it is left alone for now (Timeout.hoststatus)" : "")));
                }
            }
        }
    }

    private static String addresses(DeliveryRehearsal.Host hop) {
        return String.join(
                ", ", hop.addresses().stream().map(InetAddress::getHostAddress).toList());
    }

    /// Whose rights the delivery has.
    private String identity(Leaf leaf, Resolution.ToMailer route) {
        Mailer mailer = route.mailer();
        if (mailer.network()) {
            return "by the network process over a connection";
        }
        if (mailer.console()) {
            return "spoken with whoever runs the queue in the foreground";
        }
        Step step = leaf.way().getLast();
        if (isMember(mailer) && step.rights().isPresent()) {
            ControllingUser user = step.rights().get();
            return "runs as " + RuleView.shown(user.user());
        }
        Optional<Mailer.RunAs> own = mailer.user();
        if (own.isPresent() && !mailer.has('S')) {
            return "runs as " + own.get().user() + " (U= of the mailer)";
        }
        if (isRoot(route.user()) && mailer.has('w')) {
            return "for a person only";
        }
        return mailer.has('w')
                ? "runs as " + RuleView.shown(route.user())
                : "runs as " + host.configuration().options().text(CfOption.DEFAULT_USER) + " (DefaultUser)";
    }

    private boolean isRoot(String user) {
        return host.accounts()
                .byName(user)
                .found()
                .filter(account -> account.uid() == 0)
                .isPresent();
    }

    private static boolean isMember(Mailer mailer) {
        return mailer.file() || mailer.name().equals("prog");
    }

    private Optional<String> objection(Leaf leaf, Resolution.ToMailer route) {
        Mailer mailer = route.mailer();
        if (isMember(mailer)) {
            return leaf.way().getLast().origin().flatMap(host.lists()::objection);
        }
        return mailer.has('w') && isRoot(route.user())
                ? Optional.of("nothing is delivered as root; the mail waits until " + RuleView.shown(route.user())
                        + " has an alias")
                : Optional.empty();
    }

    /// All rule sets that the daemon runs on an address to find its mailer.
    private List<RuleCall> resolved(String text) {
        RuleRecorder recorder = new RuleRecorder(MOST_STEPS);
        Resolution _ = host.rules()
                .traced(recorder)
                .resolve(
                        text,
                        AddressUse.ENVELOPE_RECIPIENT,
                        SessionMacros.above(host.configuration().scope()));
        return recorder.take();
    }

    /// Programs, files and lists are known by how they begin, not by a rule.
    private Optional<RuleCall> decision(String text) {
        String bare = text.startsWith("\"") ? text.substring(1) : text;
        if (bare.startsWith("|") || bare.startsWith("/") || Ascii.startsIgnoringCase(bare, ":include:")) {
            return Optional.empty();
        }
        return resolved(text).stream().filter(RuleCall::resolved).findFirst();
    }

    Json json(boolean all) {
        return Json.object()
                .with("address", address)
                .with("deliverable", good())
                .with("ends", leaves, leaf -> json(leaf, all));
    }

    private Json json(Leaf leaf, boolean all) {
        Json.Members out =
                Json.object().with("way", leaf.way(), RecipientReport::json).with("good", good(leaf));
        out = switch (leaf.end()) {
            case End.Settled(String mailer, DeliveryOutcome outcome) ->
                out.with("mailer", mailer).with("outcome", DeliveryRehearsal.text(outcome));
            case End.To(Resolution.ToMailer route, var hosts, Optional<String> trouble) ->
                out.with("mailer", route.mailer().name())
                        .with("host", route.host())
                        .with("user", route.user())
                        .with("identity", identity(leaf, route))
                        .withText("objection", objection(leaf, route))
                        .with(
                                "hosts",
                                hosts,
                                hop -> Json.object()
                                        .with("name", hop.name())
                                        .withTexts(
                                                "addresses",
                                                hop.addresses().stream()
                                                        .map(InetAddress::getHostAddress)
                                                        .toList())
                                        .with("lastResort", hop.lastResort())
                                        .withText("trouble", hop.trouble())
                                        .withText(
                                                "lastTime",
                                                earlier.host(hop.name()).map(EarlierDeliveries.HostState::time))
                                        .withText(
                                                "lastResult",
                                                earlier.host(hop.name()).map(EarlierDeliveries.HostState::result)))
                        .withText("trouble", trouble);
        };
        String last = leaf.way().getLast().address();
        out = out.with(
                "earlier",
                earlier.to(last),
                attempt -> Json.object()
                        .with("time", attempt.time())
                        .with("id", attempt.id())
                        .with("result", attempt.result()));
        Optional<RuleCall> call = decision(last);
        if (call.isPresent()) {
            out = out.with(
                    "decision", rules.json(call.get().ruleset(), RuleDecision.of(call.get(), host.configuration())));
        }
        return all ? out.with("rules", resolved(last), rules::json) : out;
    }

    private static Json json(Step step) {
        return Json.object().with("address", step.address()).withText("list", step.list());
    }
}
