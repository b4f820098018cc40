package org.postern.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.postern.base.Ascii;
import org.postern.base.PeerText;

/// The start of a session: the greeting, HELO, EHLO and LHLO.
final class HelloCommands {
    private static final int MAX_NAME = 256;
    private static final String NAME_SIGNS = "[].-_#:";

    private final SessionState state;
    private final String greeting;
    private final BooleanSupplier inputWaits;
    private boolean greetingDue;
    private long pauseMillis;

    HelloCommands(SessionState state, String greeting, BooleanSupplier inputWaits) {
        this.state = state;
        this.greeting = greeting;
        this.inputWaits = inputWaits;
    }

    void open() {
        state.notice(
                SessionNotice.Kind.CONNECTED, "connect from " + state.client().display());
        switch (state.policy().connection(state.view())) {
            case Verdict.Accept() -> {}
            case Verdict.AcceptWith(Reply _) -> {}
            case Verdict.Discard() -> {}
            case Verdict.Quarantine(String _) -> {}
            case Verdict.Refuse(Reply reply) -> state.makeNullServer(reply);
            case Verdict.Abort(Reply reply) -> {
                state.abort(reply);
                return;
            }
        }
        state.policy().onlyQueueRuns(state.view()).ifPresent(state::serveQueueRunsOnly);
        pauseMillis = state.policy().greetPauseMillis(state.view());
        greetingDue = true;
        if (state.settings().is(SessionSettings.Mode.TLS_FROM_START)) {
            state.add(new Step.UpgradeToTls());
        }
        if (pauseMillis > 0) {
            state.add(new Step.WatchForEarlyTalk(pauseMillis));
        }
    }

    boolean greetingIsDue() {
        return greetingDue;
    }

    void greet() {
        greetingDue = false;
        if (pauseMillis > 0 && inputWaits.getAsBoolean()) {
            state.notice(
                    SessionNotice.Kind.EARLY_TALKER,
                    "rejecting commands from " + state.client().display() + " due to pre-greeting traffic after "
                            + pauseMillis / 1000 + " seconds");
            state.makeNullServer(ReplyTable.REJECTED);
            state.say(ReplyTable.notAccepting(state.settings().hostName()));
            return;
        }
        state.say(ReplyTable.greeting(greeting));
    }

    void hello(CommandVerb verb, PeerText name) {
        if (state.features().has(ServerFeature.REJECT_EARLY_DATA)
                && verb != CommandVerb.LHLO
                && inputWaits.getAsBoolean()) {
            state.noteEarlyData(verb);
            state.makeNullServer(ReplyTable.REJECTED);
            state.say(ReplyTable.EARLY_DATA);
            return;
        }
        if (!state.count(NoiseLimits.Kind.HELLO, "HELO/EHLO")) {
            return;
        }
        boolean bogusAllowed = state.settings().is(SessionSettings.Mode.ALLOW_BOGUS_HELO);
        String text = name.forParsing();
        if (text.isEmpty() && !bogusAllowed) {
            state.say(ReplyTable.needsDomain(verb));
            return;
        }
        boolean good = isName(text);
        if (!good && !bogusAllowed) {
            state.say(ReplyTable.INVALID_DOMAIN);
            return;
        }
        state.dropTransaction(verb.name());
        answer(verb, text, good);
    }

    private void answer(CommandVerb verb, String text, boolean good) {
        boolean extended = verb != CommandVerb.HELO;
        if (good && !text.isEmpty()) {
            PeerText shown = PeerText.of(firstWord(text));
            switch (state.policy().hello(state.view(), shown)) {
                case Verdict.Accept() -> {}
                case Verdict.AcceptWith(Reply _) -> {}
                case Verdict.Discard() -> {}
                case Verdict.Quarantine(String _) -> {}
                case Verdict.Refuse(Reply reply) -> {
                    state.say(reply);
                    return;
                }
                case Verdict.Abort(Reply reply) -> {
                    state.abort(reply);
                    return;
                }
            }
            state.greeted(shown, extended);
        } else {
            state.greetedBogus(extended);
        }
        // What follows the first word does not make the name a bad one here.
        boolean pleased = text.isEmpty() || isName(firstWord(text));
        String words = state.settings().hostName() + " Hello " + state.client().display()
                + (pleased ? ", pleased to meet you" : ", accepting invalid domain name");
        List<String> lines = new ArrayList<>();
        lines.add(words);
        if (extended) {
            lines.addAll(keywords());
        }
        state.say(Reply.plain(250, lines));
    }

    private List<String> keywords() {
        List<String> lines = new ArrayList<>();
        lines.add("ENHANCEDSTATUSCODES");
        if (state.isNullServer()) {
            return lines;
        }
        SessionFeatures features = state.features();
        SessionLimits limits = state.settings().limits();
        boolean pipelining = features.has(ServerFeature.PIPELINING) && !features.has(ServerFeature.NO_PIPELINING);
        addIf(lines, pipelining, "PIPELINING");
        addIf(lines, features.has(ServerFeature.EXPN), "EXPN");
        addIf(lines, features.offersVerb(), "VERB");
        lines.add("8BITMIME");
        addIf(lines, features.has(ServerFeature.CHUNKING), "CHUNKING");
        lines.add(limits.maxMessageSize() > 0 ? "SIZE " + limits.maxMessageSize() : "SIZE");
        addIf(lines, offersDsn(), "DSN");
        addIf(lines, features.has(ServerFeature.SMTPUTF8), "SMTPUTF8");
        addIf(lines, features.has(ServerFeature.ETRN), "ETRN");
        List<String> mechanisms = state.mechanisms();
        addIf(lines, !mechanisms.isEmpty(), "AUTH " + String.join(" ", mechanisms));
        addIf(lines, state.offersTls(), "STARTTLS");
        if (limits.deliverByMinimum() >= 0) {
            lines.add(limits.deliverByMinimum() > 0 ? "DELIVERBY " + limits.deliverByMinimum() : "DELIVERBY");
        }
        boolean limited = features.has(ServerFeature.LIMITS) && limits.maxRecipients() > 0;
        addIf(lines, limited, "LIMITS RCPTMAX=" + limits.maxRecipients());
        lines.add("HELP");
        return lines;
    }

    private boolean offersDsn() {
        return state.features().has(ServerFeature.DSN) && state.settings().is(SessionSettings.Mode.SEND_MIME_ERRORS);
    }

    private static void addIf(List<String> lines, boolean condition, String keyword) {
        if (condition) {
            lines.add(keyword);
        }
    }

    private static String firstWord(String text) {
        int end = 0;
        while (end < text.length() && !Ascii.isSpace(text.charAt(end))) {
            end++;
        }
        return text.substring(0, end);
    }

    /// The rule of sendmail: letters, digits and a few signs, at most 256, and nothing but white space after them.
    static boolean isName(String text) {
        int end = 0;
        while (end < text.length() && isNameCharacter(text.charAt(end))) {
            end++;
        }
        if (end > MAX_NAME) {
            return false;
        }
        for (int at = end; at < text.length(); at++) {
            if (!Ascii.isSpace(text.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNameCharacter(char c) {
        return Ascii.isLetter(c) || Ascii.isDigit(c) || NAME_SIGNS.indexOf(c) >= 0;
    }
}
