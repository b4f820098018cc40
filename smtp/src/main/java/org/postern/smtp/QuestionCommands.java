package org.postern.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.PeerText;

/// The commands that move no mail: HELP, NOOP, VERB, VRFY, EXPN, ETRN, QUIT, STARTTLS and what is no command.
final class QuestionCommands {
    private static final int MAX_TOPIC = 10;

    private final SessionState state;

    QuestionCommands(SessionState state) {
        this.state = state;
    }

    void noop() {
        if (state.count(NoiseLimits.Kind.NOOP, "NOOP")) {
            state.say(ReplyTable.OK);
        }
    }

    void verbose() {
        if (!state.count(NoiseLimits.Kind.NOOP, "VERB")) {
            return;
        }
        if (!state.features().offersVerb()) {
            state.say(ReplyTable.VERBOSE_UNAVAILABLE);
            return;
        }
        state.tellDeliveries();
        state.say(ReplyTable.VERBOSE);
    }

    void quit() {
        state.say(ReplyTable.closing(state.settings().hostName()));
        state.dropTransaction("aborted by sender");
        state.close();
    }

    void help(PeerText argument) {
        HelpTexts help = state.settings().help();
        String version = state.settings().version();
        if (!help.available()) {
            state.say(ReplyTable.helpMissing(version));
            return;
        }
        String topic = topic(argument.forParsing());
        Optional<List<String>> lines = help.lines(topic.isEmpty() ? "smtp" : topic);
        if (lines.isEmpty()) {
            state.say(ReplyTable.helpUnknown(topic));
            return;
        }
        List<String> texts = new ArrayList<>();
        if (help.showsVersion()) {
            texts.add("This is sendmail version " + version);
        }
        texts.addAll(lines.get());
        texts.add("End of HELP info");
        Reply first = Reply.of("214 2.0.0 x");
        state.say(new Reply(first.code(), first.status(), texts));
    }

    private static String topic(String argument) {
        return Ascii.lower(argument.substring(0, Math.min(argument.length(), MAX_TOPIC)));
    }

    void verify(PeerText address) {
        state.useful();
        SessionFeatures features = state.features();
        if (features.has(PrivacyOption.NOVRFY)) {
            noteQuery(CommandVerb.VRFY, address, " [rejected]");
            state.say(ReplyTable.CANNOT_VERIFY);
        } else if (!state.saidHello() && features.has(PrivacyOption.NEEDVRFYHELO)) {
            state.say(ReplyTable.INTRODUCE);
        } else if (address.length() == 0) {
            state.say(ReplyTable.ARGUMENT_REQUIRED);
        } else {
            noteQuery(CommandVerb.VRFY, address, "");
            LookupAnswer answer = state.policy().verify(state.view(), address);
            answer(CommandVerb.VRFY, address, answer);
        }
    }

    void expand(PeerText address) {
        state.useful();
        SessionFeatures features = state.features();
        if (!features.has(ServerFeature.EXPN)) {
            noteQuery(CommandVerb.EXPN, address, " [rejected]");
            state.say(ReplyTable.OPERATION_NOT_ALLOWED);
        } else if (!state.saidHello() && features.has(PrivacyOption.NEEDEXPNHELO)) {
            state.say(ReplyTable.INTRODUCE);
        } else if (address.length() == 0) {
            state.say(ReplyTable.ARGUMENT_REQUIRED);
        } else {
            noteQuery(CommandVerb.EXPN, address, "");
            LookupAnswer answer = state.policy().expand(state.view(), address);
            answer(CommandVerb.EXPN, address, answer);
        }
    }

    private void noteQuery(CommandVerb verb, PeerText address, String end) {
        state.notice(
                SessionNotice.Kind.ADDRESS_QUERY,
                state.client().display() + ": " + (verb + " " + address.forLog()).strip() + end);
    }

    private void answer(CommandVerb verb, PeerText asked, LookupAnswer answer) {
        if (!state.count(NoiseLimits.Kind.QUERY, verb.name())) {
            return;
        }
        switch (answer) {
            case LookupAnswer.Refused(Reply reply) -> state.say(reply);
            case LookupAnswer.Unknown(Reply reply) -> state.say(reply.about(asked));
            case LookupAnswer.Remote(String address) -> state.say(found("252 2.1.5 ", List.of(address)));
            case LookupAnswer.Local(List<String> addresses) ->
                state.say(addresses.isEmpty() ? ReplyTable.nothingTo(verb) : found("250 2.1.5 ", addresses));
        }
    }

    private static Reply found(String code, List<String> addresses) {
        Reply model = Reply.of(code + "x");
        List<String> lines = addresses.stream()
                .map(address -> Reply.of(code + address).lines().getFirst())
                .toList();
        return new Reply(model.code(), model.status(), lines);
    }

    void queueRun(PeerText target) {
        state.useful();
        if (!state.features().has(ServerFeature.ETRN)) {
            noteQuery(CommandVerb.ETRN, target, " [rejected]");
            state.say(ReplyTable.OPERATION_NOT_ALLOWED);
            return;
        }
        if (target.length() == 0) {
            state.say(ReplyTable.PARAMETER_REQUIRED);
            return;
        }
        if (!state.count(NoiseLimits.Kind.QUEUE_RUN, "ETRN")) {
            return;
        }
        Verdict verdict = state.policy().queueRun(state.view(), target);
        Optional<Reply> refusal = verdict.refusal();
        if (refusal.isPresent()) {
            state.say(refusal.get());
            if (verdict instanceof Verdict.Abort) {
                state.close();
            }
            return;
        }
        noteQuery(CommandVerb.ETRN, target, "");
        state.add(new Step.StartQueueRun(target));
        boolean group = target.forParsing().startsWith("#");
        PeerText name = group ? PeerText.of(target.forParsing().substring(1)) : target;
        state.say(group ? ReplyTable.queuingForGroup(name) : ReplyTable.queuingForNode(name));
    }

    void startTls(PeerText argument) {
        if (argument.length() > 0) {
            state.say(ReplyTable.TLS_ARGUMENT);
        } else if (!state.features().has(ServerFeature.STARTTLS)) {
            state.say(ReplyTable.TLS_NOT_AVAILABLE);
        } else if (!state.tlsIsPossible()) {
            state.say(ReplyTable.TLS_NOT_AVAILABLE_AFTER_START);
        } else if (state.transaction().isPresent()) {
            state.say(ReplyTable.TLS_IN_TRANSACTION);
        } else {
            state.policy().tlsRefusal(state.view()).ifPresentOrElse(state::say, () -> {
                state.say(ReplyTable.TLS_READY);
                state.add(new Step.UpgradeToTls());
            });
        }
    }

    void notImplemented(PeerText line) {
        boolean silent = state.features().has(PrivacyOption.NOREFLECTION);
        state.say(silent ? ReplyTable.NOT_IMPLEMENTED : ReplyTable.notImplemented(line));
    }

    void unknown(PeerText word, PeerText line) {
        String lower = Ascii.lower(word.forParsing());
        if (lower.equals("wiz") || lower.equals("debug") || lower.equals("showq")) {
            state.notice(
                    SessionNotice.Kind.DANGEROUS_COMMAND,
                    "\"" + lower + "\" command from " + state.client().display() + " ("
                            + state.client().address() + ")");
        }
        boolean silent = state.features().has(PrivacyOption.NOREFLECTION);
        state.say(silent ? ReplyTable.UNRECOGNIZED : ReplyTable.unrecognized(line));
    }
}
