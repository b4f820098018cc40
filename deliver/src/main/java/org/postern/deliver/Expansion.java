package org.postern.deliver;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.postern.base.Ascii;
import org.postern.base.PeerText;
import org.postern.cf.AddressRules;
import org.postern.cf.AddressUse;
import org.postern.cf.LookupResult;
import org.postern.cf.MacroScope;
import org.postern.cf.Mailer;
import org.postern.cf.Resolution;
import org.postern.cf.RuleReply;
import org.postern.helperwire.ListOrigin;
import org.postern.mail.AddressList;
import org.postern.mail.ControllingUser;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.EnhancedStatus;
import org.postern.mail.Envelope;
import org.postern.mail.Recipient;

/// Expands the recipients of one envelope into a tree and returns its leaves (sendmail op guide §4.1 and §5.1.2).
///
/// For each address, in sendmail's order: the rules give a mailer; an address that leads to the same place as an
/// earlier one is dropped; a mailer with flag `A` looks its user up in the aliases; then rule set 5 (flag `5`), the
/// account (flag `w`) and the user's forwarding follow. A member that is the alias itself means its mailbox. A member
/// that is another of its ancestors is a loop and fails, as does one that is too deep.
///
/// Members that are `:include:` lists are read by the helper. Members that are programs or files are delivered by it;
/// each carries the list that it stands in, because that gives it its rights. One that no list holds is refused, as
/// sendmail refuses what somebody addresses directly.
final class Expansion {
    private final AddressRules rules;
    private final Aliases aliases;
    private final LocalUsers users;
    private final UserFiles files;
    private final ExpansionSettings settings;
    private final Optional<ExpansionTrace> trace;

    Expansion(AddressRules rules, Aliases aliases, LocalUsers users, UserFiles files, ExpansionSettings settings) {
        this(rules, aliases, users, files, settings, Optional.empty());
    }

    private Expansion(
            AddressRules rules,
            Aliases aliases,
            LocalUsers users,
            UserFiles files,
            ExpansionSettings settings,
            Optional<ExpansionTrace> trace) {
        this.rules = rules;
        this.aliases = aliases;
        this.users = users;
        this.files = files;
        this.settings = settings;
        this.trace = trace;
    }

    /// One that goes through lists as sendmail does, which shows when somebody looks on: all members of a list are
    /// parsed first, then they are followed from the last to the first.
    Expansion traced(ExpansionTrace listener) {
        return new Expansion(rules, aliases, users, files, settings, Optional.of(listener));
    }

    /// Expands all recipients.
    ///
    /// @param macros of this message; the rules may write to them
    ExpansionResult expand(Envelope envelope, MacroScope macros) {
        Run run = new Run(macros, !envelope.nullSender());
        for (Recipient recipient : envelope.recipients()) {
            trace.ifPresent(told -> told.begins(recipient.address()));
            run.add(ExpandedAddress.root(recipient), List.of());
            trace.ifPresent(told -> told.ends(run.leaves.values().stream().anyMatch(leaf -> leaf.deliver)));
        }
        if (!settings.meToo() && !envelope.nullSender()) {
            run.withoutSender(envelope.sender());
        }
        List<ExpansionResult.Target> targets = new ArrayList<>(run.leaves.size());
        for (Leaf leaf : run.leaves.values()) {
            if (leaf.deliver) {
                targets.add(new ExpansionResult.Target(leaf.address, leaf.route));
            }
        }
        return new ExpansionResult(targets, run.settled, run.found);
    }

    /// Where an address leads: equal for duplicates.
    private record Place(int mailer, String user, String host, String rights) {
        static Place of(Resolution.ToMailer route, ExpandedAddress address) {
            Mailer mailer = route.mailer();
            boolean needsRights = mailer.file() || isProgram(mailer);
            String host = mailer.has('l') && !needsRights ? "" : Ascii.lower(route.host());
            String rights = needsRights
                    ? address.recipient()
                            .controllingUser()
                            .map(ControllingUser::user)
                            .orElse("")
                    : "";
            return new Place(mailer.number(), route.user(), host, rights);
        }
    }

    private static final class Leaf {
        private ExpandedAddress address;
        private final Resolution.ToMailer route;
        private boolean deliver = true;
        private boolean selfReferring;

        Leaf(ExpandedAddress address, Resolution.ToMailer route) {
            this.address = address;
            this.route = route;
        }
    }

    /// The state of one expansion; belongs to one thread.
    private final class Run {
        private final MacroScope macros;
        private final boolean ownersCount;
        private final Map<Place, Leaf> leaves = new LinkedHashMap<>();
        private final List<ExpansionResult.Settled> settled = new ArrayList<>();
        private final List<ExpansionResult.FoundAlias> found = new ArrayList<>(0);
        /// Places of members that came to nothing, when somebody looks on: sendmail speaks of each once.
        private final Set<Place> toldOf = new HashSet<>();

        Run(MacroScope macros, boolean ownersCount) {
            this.macros = macros;
            this.ownersCount = ownersCount;
        }

        void add(ExpandedAddress address, List<Place> path) {
            if (address.depth() > settings.maxDepth()) {
                settle(address, "", tooDeep(address.depth()));
                return;
            }
            if (leaves.size() + settled.size() >= settings.maxRecipients()) {
                settle(address, "", DeliveryTexts.failed(5, 3, "Too many recipients after expansion", ""));
                return;
            }
            enter(address, resolve(address), path);
        }

        private Resolution resolve(ExpandedAddress address) {
            return rules.resolve(address.recipient().address(), AddressUse.ENVELOPE_RECIPIENT, macros);
        }

        private void enter(ExpandedAddress address, Resolution resolution, List<Place> path) {
            switch (resolution) {
                case Resolution.ToMailer route -> place(address, route, path);
                case Resolution.Refused(RuleReply reply) -> settle(address, "*error*", refusal(reply));
                case Resolution.Discarded() -> settle(address, "discard", discarded());
            }
        }

        /// The sender does not get what lists make of him; when he is named himself, he does.
        void withoutSender(String sender) {
            if (rules.resolve(sender, AddressUse.ENVELOPE_RECIPIENT, macros) instanceof Resolution.ToMailer route) {
                for (Leaf leaf : leaves.values()) {
                    boolean same =
                            leaf.route.mailer().number() == route.mailer().number()
                                    && leaf.route.user().equals(route.user())
                                    && Ascii.sameIgnoringCase(leaf.route.host(), route.host());
                    if (same && leaf.address.depth() > 0) {
                        leaf.deliver = false;
                    }
                }
            }
        }

        private void place(ExpandedAddress address, Resolution.ToMailer route, List<Place> path) {
            Place place = Place.of(route, address);
            if (trace.isPresent() && (toldOf.contains(place) || again(address, route, place, path))) {
                return;
            }
            if (!path.isEmpty() && path.getLast().equals(place)) {
                selfReference(place);
                return;
            }
            if (path.contains(place)) {
                loop(address, path.subList(path.indexOf(place), path.size()));
                return;
            }
            Leaf earlier = leaves.get(place);
            if (earlier != null) {
                earlier.address = earlier.address.alsoFor(address);
                return;
            }
            Leaf leaf = new Leaf(address, route);
            leaves.put(place, leaf);
            follow(leaf, place, path);
        }

        /// sendmail takes an address of the envelope that its own members lead back to apart a second time.
        ///
        /// @return false when this is another case
        private boolean again(ExpandedAddress address, Resolution.ToMailer route, Place place, List<Place> path) {
            int first = path.indexOf(place);
            Leaf primary = leaves.get(place);
            if (first < 0
                    || first != path.lastIndexOf(place)
                    || primary == null
                    || primary.address.depth() > 0
                    || account(path.subList(first, path.size())).isPresent()
                    || !(aliases.lookup(route.user()) instanceof LookupResult.Found(String value))) {
                return false;
            }
            Leaf leaf = new Leaf(address, route);
            trace.ifPresent(told -> tellAlias(leaf, value, told));
            expandAlias(leaf, value, append(path, place));
            if (primary.selfReferring) {
                settle(address, route.mailer().name(), unknown());
            } else {
                loop(address, path.subList(first, path.size()));
            }
            return true;
        }

        private void tellAlias(Leaf leaf, String value, ExpansionTrace told) {
            told.alias(leaf.route.user());
            told.aliased(leaf.address.recipient().address(), leaf.route.host(), leaf.route.user(), value);
        }

        private void follow(Leaf leaf, Place place, List<Place> path) {
            Mailer mailer = leaf.route.mailer();
            if (needsHelper(mailer)) {
                member(leaf, place, path);
                return;
            }
            if (mailer.has('A')) {
                trace.filter(_ -> leaf.route.user().indexOf('\\') < 0).ifPresent(told -> told.alias(leaf.route.user()));
                switch (aliases.lookup(leaf.route.user())) {
                    case LookupResult.Found(String value) -> {
                        trace.ifPresent(told -> told.aliased(
                                leaf.address.recipient().address(), leaf.route.host(), leaf.route.user(), value));
                        expandAlias(leaf, value, append(path, place));
                        if (leaf.deliver) {
                            local(leaf, place, path);
                        }
                        return;
                    }
                    case LookupResult.NotFound() -> {}
                    case LookupResult.TemporaryFailure(String reason) -> {
                        drop(leaf, place, DeliveryTexts.deferred(3, 0, "alias database unavailable (" + reason + ")"));
                        return;
                    }
                }
            }
            if (mailer.has('5') && !leaf.route.withoutRuleSet5() && ruleSet5(leaf, place, path)) {
                return;
            }
            local(leaf, place, path);
        }

        /// @return true when the address now leads elsewhere
        private boolean ruleSet5(Leaf leaf, Place place, List<Place> path) {
            Optional<Resolution> other = rules.resolveLocal(leaf.route, macros);
            if (other.isEmpty()) {
                return false;
            }
            switch (other.get()) {
                case Resolution.ToMailer route -> {
                    if (Place.of(route, leaf.address).equals(place)
                            && route.host().equals(leaf.route.host())) {
                        return false;
                    }
                    leaves.remove(place);
                    if (path.size() > settings.maxDepth()) {
                        settle(leaf.address, route.mailer().name(), tooDeep(path.size()));
                    } else {
                        place(
                                leaf.address,
                                route,
                                Place.of(route, leaf.address).equals(place) ? path : append(path, place));
                    }
                }
                case Resolution.Refused(RuleReply reply) -> drop(leaf, place, refusal(reply));
                case Resolution.Discarded() -> drop(leaf, place, discarded());
            }
            return true;
        }

        private void expandAlias(Leaf leaf, String value, List<Place> path) {
            found.add(new ExpansionResult.FoundAlias(leaf.address.recipient().address(), value));
            leaf.deliver = false;
            Optional<String> owner = ownersCount ? ownerOf(leaf.route.user()) : Optional.empty();
            ControllingUser rights = new ControllingUser(
                    settings.defaultUser().user(),
                    settings.defaultUser().uid(),
                    settings.defaultUser().gid(),
                    leaf.address.recipient().address());
            Optional<ListOrigin> origin = origin(() -> ListOrigin.alias(leaf.route.user()));
            expandInto(leaf, List.of(AddressList.split(value)), rights, owner, origin, path);
        }

        private void expandInto(
                Leaf leaf,
                List<List<String>> lists,
                ControllingUser rights,
                Optional<String> owner,
                Optional<ListOrigin> origin,
                List<Place> path) {
            String finalRecipient = finalRecipient(leaf);
            int line = 0;
            for (List<String> members : lists) {
                line++;
                List<ExpandedAddress> addresses = new ArrayList<>(members.size());
                for (String member : members) {
                    if (hasLineBreak(member)) {
                        settle(
                                leaf.address,
                                leaf.route.mailer().name(),
                                DeliveryTexts.failed(1, 3, "User address required", ""));
                    } else {
                        addresses.add(leaf.address.member(member, finalRecipient, Optional.of(rights), owner, origin));
                    }
                }
                if (trace.isPresent()) {
                    addTold(addresses, path, origin.filter(Expansion::isFile), line, trace.get());
                } else {
                    addresses.forEach(address -> add(address, path));
                }
            }
            leaf.deliver = leaf.selfReferring;
        }

        /// Adds the members of a list in sendmail's order.
        private void addTold(
                List<ExpandedAddress> addresses,
                List<Place> path,
                Optional<ListOrigin> file,
                int line,
                ExpansionTrace told) {
            file.ifPresent(list -> told.enters(list, line));
            List<Runnable> followed = new ArrayList<>();
            for (ExpandedAddress address : addresses) {
                if (address.depth() > settings.maxDepth()
                        || leaves.size() + settled.size() + followed.size() >= settings.maxRecipients()) {
                    followed.add(() -> add(address, path));
                    continue;
                }
                Resolution resolution = resolve(address);
                if (resolution instanceof Resolution.ToMailer route) {
                    tellReference(address, Place.of(route, address), path, told);
                }
                followed.add(() -> enter(address, resolution, path));
            }
            followed.reversed().forEach(Runnable::run);
            file.ifPresent(_ -> told.leaves());
        }

        private void tellReference(ExpandedAddress address, Place place, List<Place> path, ExpansionTrace told) {
            int first = path.lastIndexOf(place);
            ExpansionTrace.Reference found;
            if (first < 0) {
                found = ExpansionTrace.Reference.NONE;
            } else if (account(path.subList(first, path.size())).isPresent()) {
                found = ExpansionTrace.Reference.RESOLVED;
            } else {
                found = ExpansionTrace.Reference.LOOP;
            }
            told.reference(address.recipient().address(), found);
        }

        private void selfReference(Place place) {
            Leaf leaf = leaves.get(place);
            if (leaf != null) {
                leaf.selfReferring = true;
            }
        }

        /// A loop of aliases: the first account in it gets the mail, as in sendmail; without one it is an error.
        private void loop(ExpandedAddress address, List<Place> circle) {
            account(circle)
                    .ifPresentOrElse(
                            leaf -> leaf.selfReferring = true,
                            () -> settle(
                                    address,
                                    "local",
                                    DeliveryTexts.failed(
                                            4,
                                            6,
                                            "aliasing/forwarding loop broken",
                                            "554 5.4.6 aliasing/forwarding loop broken")));
        }

        private Optional<Leaf> account(List<Place> circle) {
            return circle.stream()
                    .flatMap(place -> Optional.ofNullable(leaves.get(place)).stream())
                    .filter(leaf ->
                            leaf.route.mailer().has('w') && users.find(leaf.route.user()) == LocalUsers.Answer.KNOWN)
                    .findFirst();
        }

        private void local(Leaf leaf, Place place, List<Place> path) {
            if (!leaf.route.mailer().has('w')) {
                return;
            }
            switch (users.find(unquoted(leaf.route.user()))) {
                case KNOWN -> forward(leaf, place, path);
                case UNKNOWN -> drop(leaf, place, unknown());
                case UNAVAILABLE -> drop(leaf, place, DeliveryTexts.deferred(3, 0, "user database unavailable"));
            }
        }

        private void forward(Leaf leaf, Place place, List<Place> path) {
            if (leaf.selfReferring || leaf.route.user().indexOf('\\') >= 0) {
                return;
            }
            trace.ifPresent(told -> told.forward(leaf.address.recipient().address()));
            Optional<ListOrigin> origin =
                    origin(() -> ListOrigin.forward(unquoted(leaf.route.user()), leaf.route.host()));
            if (origin.isEmpty()) {
                return;
            }
            switch (files.read(origin.get())) {
                case UserFiles.Forwarding.None() -> {}
                case UserFiles.Forwarding.To(String text, ControllingUser user) -> {
                    int most = settings.maxForwardEntries();
                    List<List<String>> members = AddressList.lines(text, most > 0 ? most : Integer.MAX_VALUE);
                    if (members.stream().anyMatch(list -> !list.isEmpty())) {
                        leaf.deliver = false;
                        ControllingUser rights = new ControllingUser(
                                user.user(),
                                user.uid(),
                                user.gid(),
                                leaf.address.recipient().address());
                        expandInto(leaf, members, rights, Optional.empty(), origin, append(path, place));
                    }
                }
                case UserFiles.Forwarding.Unreadable(String reason) ->
                    drop(leaf, place, DeliveryTexts.failed(2, 4, reason, ""));
                case UserFiles.Forwarding.Unavailable(String reason) ->
                    drop(leaf, place, DeliveryTexts.deferred(2, 0, reason));
            }
        }

        /// A program, a file or an `:include:` list.
        private void member(Leaf leaf, Place place, List<Place> path) {
            Mailer mailer = leaf.route.mailer();
            boolean include = mailer.name().equals("*include*");
            ExpandedAddress address = leaf.address;
            Optional<ListOrigin> origin = address.origin();
            if (origin.isEmpty() && address.recipient().controllingUser().isPresent()) {
                ControllingUser user = address.recipient().controllingUser().get();
                origin = ListSource.of(user, settings.defaultUser().user(), rules, macros);
                leaf.address = address.in(origin);
            }
            if (origin.isEmpty()) {
                String what = include ? ":include:s" : mailer.file() ? "files" : "programs";
                String text = "Cannot mail directly to " + what;
                drop(leaf, place, DeliveryTexts.failed(7, 1, text, "550 5.7.1 " + text));
            } else if (include) {
                include(leaf, place, origin.get(), append(path, place));
            } else if (trace.isPresent()) {
                trace.get()
                        .refusal(origin.get(), mailer.file() ? "files" : "programs")
                        .ifPresent(text -> drop(leaf, place, DeliveryTexts.failed(7, 1, text, "550 5.7.1 " + text)));
            }
        }

        private void include(Leaf leaf, Place place, ListOrigin list, List<Place> path) {
            Optional<ListOrigin> origin = ListSource.includePath(
                            leaf.address.recipient().address())
                    .flatMap(file -> origin(() -> list.include(file)));
            UserFiles.Forwarding answer = origin.isEmpty()
                    ? new UserFiles.Forwarding.Unreadable("the name of the list is too long")
                    : files.read(origin.get());
            switch (answer) {
                case UserFiles.Forwarding.To(String text, ControllingUser user) -> {
                    leaf.deliver = false;
                    expandInto(leaf, AddressList.lines(text, Integer.MAX_VALUE), user, Optional.empty(), origin, path);
                }
                case UserFiles.Forwarding.None() ->
                    drop(leaf, place, DeliveryTexts.failed(2, 4, "no such list", "550 5.2.4 no such list"));
                case UserFiles.Forwarding.Unreadable(String reason) ->
                    drop(leaf, place, DeliveryTexts.failed(2, 4, reason, "550 5.2.4 " + reason));
                case UserFiles.Forwarding.Unavailable(String reason) ->
                    drop(leaf, place, DeliveryTexts.deferred(2, 4, reason));
            }
        }

        private void drop(Leaf leaf, Place place, DeliveryOutcome outcome) {
            leaves.remove(place);
            if (trace.isPresent() && leaf.address.depth() > 0) {
                toldOf.add(place);
            }
            settle(leaf.address, leaf.route.mailer().name(), outcome);
        }

        private void settle(ExpandedAddress address, String mailer, DeliveryOutcome outcome) {
            ExpansionResult.Settled one = new ExpansionResult.Settled(address, mailer, outcome);
            settled.add(one);
            trace.ifPresent(told -> told.settled(one));
        }
    }

    private Optional<String> ownerOf(String list) {
        if (Ascii.startsIgnoringCase(list, "owner-")) {
            return Optional.empty();
        }
        String ownerName = "owner-" + list;
        return switch (aliases.lookup(ownerName)) {
            case LookupResult.Found(String value) -> {
                String owner = value.strip();
                boolean simple = !hasLineBreak(owner) && owner.chars().noneMatch(c -> ",:/|\"".indexOf(c) >= 0);
                yield Optional.of(simple ? owner : ownerName);
            }
            case LookupResult.NotFound() -> Optional.empty();
            case LookupResult.TemporaryFailure _ -> Optional.of(ownerName);
        };
    }

    private String finalRecipient(Leaf leaf) {
        String address = withoutBrackets(leaf.address.recipient().address());
        return "RFC822; " + (address.indexOf('@') >= 0 ? address : address + "@" + settings.hostName());
    }

    static String withoutBrackets(String address) {
        return address.startsWith("<") && address.endsWith(">") ? address.substring(1, address.length() - 1) : address;
    }

    private static String unquoted(String user) {
        return AddressList.unquoted(user);
    }

    private static boolean isFile(ListOrigin list) {
        return list.root() == ListOrigin.Root.FORWARD || !list.includes().isEmpty();
    }

    /// Names that are too long for the pair have no list.
    private static Optional<ListOrigin> origin(Supplier<ListOrigin> made) {
        try {
            return Optional.of(made.get());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static boolean hasLineBreak(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0 || text.indexOf('\0') >= 0;
    }

    /// True for mailers that run a program other than the delivery to a mailbox.
    static boolean isProgram(Mailer mailer) {
        return !mailer.network()
                && !mailer.file()
                && (!mailer.has('l') || Ascii.sameIgnoringCase(mailer.name(), "prog"));
    }

    private static boolean needsHelper(Mailer mailer) {
        return mailer.name().equals("*include*") || mailer.file() || Ascii.sameIgnoringCase(mailer.name(), "prog");
    }

    private DeliveryOutcome tooDeep(int depth) {
        String text = "aliasing/forwarding loop broken (" + depth + " aliases deep; " + settings.maxDepth() + " max)";
        return DeliveryTexts.failed(4, 6, text, "554 5.4.6 " + text);
    }

    private static DeliveryOutcome unknown() {
        return DeliveryTexts.failed(1, 1, "User unknown", "550 5.1.1 User unknown");
    }

    private static DeliveryOutcome discarded() {
        return new DeliveryOutcome.Delivered(new EnhancedStatus(2, 0, 0), "discarded", Optional.empty());
    }

    /// The outcome of a `$#error`; a temporary one reads `queued`, as in sendmail's log.
    static DeliveryOutcome refusal(RuleReply reply) {
        String text = PeerText.of(reply.text()).forLog();
        Optional<String> line = Optional.of(PeerText.of(reply.line()).forLog());
        return reply.temporary()
                ? new DeliveryOutcome.Deferred(reply.status(), "queued", line)
                : new DeliveryOutcome.Failed(reply.status(), text, line);
    }

    private static List<Place> append(List<Place> path, Place place) {
        List<Place> longer = new ArrayList<>(path.size() + 1);
        longer.addAll(path);
        longer.add(place);
        return longer;
    }
}
