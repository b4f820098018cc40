package org.postern.cf;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.base.Ascii;
import org.postern.base.SysExit;

/// Reads O lines and the options of a command line (sendmail op guide §5.6).
final class OptionReader {
    private static final Set<CfOption> ACCUMULATING = EnumSet.of(
            CfOption.ALIAS_FILE,
            CfOption.DAEMON_PORT_OPTIONS,
            CfOption.CLIENT_PORT_OPTIONS,
            CfOption.PRIVACY_OPTIONS,
            CfOption.DONT_BLAME_SENDMAIL,
            CfOption.TIMEOUT,
            CfOption.MILTER);

    private static final Set<CfOption> EXPANDED_AT_ONCE = EnumSet.of(
            CfOption.SERVER_CERT_FILE,
            CfOption.SERVER_KEY_FILE,
            CfOption.CLIENT_CERT_FILE,
            CfOption.CLIENT_KEY_FILE,
            CfOption.CA_CERT_FILE,
            CfOption.CA_CERT_PATH,
            CfOption.CRL_FILE,
            CfOption.CRL_PATH,
            CfOption.DH_PARAMETERS,
            CfOption.RAND_FILE,
            CfOption.CIPHER_LIST,
            CfOption.SHARED_MEMORY_KEY_FILE);

    private static final Set<String> NO_RECIPIENT_ACTIONS =
            Set.of("none", "add-to", "add-apparently-to", "add-bcc", "add-to-undisclosed");
    private static final Set<String> MILTER_SETTINGS = Set.of(
            "loglevel",
            "maxdatasize",
            "macros.connect",
            "macros.helo",
            "macros.envfrom",
            "macros.envrcpt",
            "macros.data",
            "macros.eoh",
            "macros.eom");
    private static final Set<String> OLD_FORM = Set.of("helo", "mail", "rcpt", "datablock", "command");
    private static final int SMALL_HEADERS = 16_384;

    private final ReadState state;
    private final Set<CfOption> sticky = EnumSet.noneOf(CfOption.class);
    private boolean ordinaryUser;
    private String mark = "";

    OptionReader(ReadState state) {
        this.state = state;
    }

    /// Who gave the settings of the command line that follow.
    ///
    /// @param unsafe true when sendmail would give up its rights for the next one
    void givenBy(boolean ordinary, boolean unsafe) {
        ordinaryUser = ordinary;
        mark = unsafe ? " (unsafe)" : "";
    }

    /// An O line: the character behind `O` and what follows it.
    void line(char first, String text, boolean fromCommandLine) {
        if (first == ' ') {
            longForm(text, fromCommandLine);
            return;
        }
        Optional<CfOption> option = CfOption.ofLetter(first);
        if (option.isPresent()) {
            set(option.get(), "", text, fromCommandLine);
        } else if (first == 'M') {
            tell("setoption  (M)=" + Printable.text(text) + (fromCommandLine ? mark : ""));
            macro(text);
        } else if (first == 'g') {
            tell("setoption  (g)=" + Printable.text(text) + (fromCommandLine ? mark : ""));
            state.checks().group("option g", text);
        } else {
            state.problem("readcf: unknown option name 0x" + Integer.toHexString(first & 0xff));
        }
    }

    private void macro(String text) {
        CfText.Name name = CfText.name(text, 0, state::problem);
        if (!name.name().isEmpty()) {
            state.define(name.name(), text.substring(name.end()));
        }
    }

    private void longForm(String text, boolean fromCommandLine) {
        int equals = text.indexOf('=');
        String name = (equals < 0 ? text : text.substring(0, equals)).stripTrailing();
        String value = equals < 0 ? "" : text.substring(equals + 1).stripLeading();
        if (name.isEmpty()) {
            state.problem("readcf: null option name");
            return;
        }
        int dot = name.indexOf('.');
        String main = dot < 0 ? name : name.substring(0, dot);
        String sub = dot < 0 ? "" : name.substring(dot + 1);
        CfOption option = find(main);
        if (option != null) {
            set(option, sub, value, fromCommandLine);
        }
    }

    /// The option of this name, or those whose names begin with it; case is ignored.
    static List<CfOption> named(String name) {
        List<CfOption> candidates = new ArrayList<>();
        for (CfOption option : CfOption.values()) {
            if (Ascii.sameIgnoringCase(option.longName(), name)) {
                return List.of(option);
            }
            if (Ascii.startsIgnoringCase(option.longName(), name)) {
                candidates.add(option);
            }
        }
        return candidates;
    }

    /// An option by its name or the beginning of it.
    private @Nullable CfOption find(String name) {
        List<CfOption> candidates = named(name);
        if (candidates.size() == 1
                && Ascii.sameIgnoringCase(candidates.getFirst().longName(), name)) {
            return candidates.getFirst();
        }
        if (candidates.isEmpty()) {
            state.problem("readcf: unknown option name " + Printable.text(name));
            return null;
        }
        if (candidates.size() > 1) {
            state.problem("readcf: ambiguous option name " + name + " (matches "
                    + candidates.get(0).longName() + " and " + candidates.get(1).longName() + ")");
            return null;
        }
        CfOption option = candidates.getFirst();
        state.warning("Option " + name + " used as abbreviation for " + option.longName());
        return option;
    }

    private void set(CfOption option, String sub, String given, boolean fromCommandLine) {
        boolean knowsParts = option == CfOption.TIMEOUT || option == CfOption.MILTER;
        if (!sub.isEmpty() && !knowsParts) {
            tell("setoption: " + option.longName() + " does not support suboptions, ignoring ." + sub);
        }
        boolean accumulates = ACCUMULATING.contains(option);
        boolean ignored = !fromCommandLine && !accumulates && sticky.contains(option);
        if (state.debug().at(DebugLevels.OPTIONS, 1)) {
            tell(shown(option, knowsParts ? sub : "") + "=" + Printable.text(given) + (fromCommandLine ? mark : "")
                    + (ignored ? " (ignored)" : ""));
        }
        if (ignored) {
            return;
        }
        if (fromCommandLine && !accumulates) {
            sticky.add(option);
        }
        if (fromCommandLine && ordinaryUser && wrongWay(option, given)) {
            return;
        }
        String value = EXPANDED_AT_ONCE.contains(option) ? state.expand(given) : given;
        switch (option) {
            case TIMEOUT -> timeout(sub, value);
            case MILTER -> milter(sub, value);
            case DAEMON_PORT_OPTIONS -> daemonPort(value);
            case CLIENT_PORT_OPTIONS -> ports(value, state.options().clients());
            case PRIVACY_OPTIONS -> privacy(value);
            case DONT_BLAME_SENDMAIL -> blame(value);
            case UNSAFE_GROUP_WRITES -> unsafeGroupWrites(value);
            case DELIVERY_MODE -> deliveryMode(value);
            case NO_RECIPIENT_ACTION -> noRecipientAction(value);
            case MAX_HEADERS_LENGTH -> maxHeadersLength(value);
            case EIGHT_BIT_MODE -> mode(option, value, "mps", "Unknown 8-bit mode ");
            case OPERATOR_CHARS -> operatorChars(value);
            case QUEUE_TIMEOUT -> queueTimeout(value);
            case ALIAS_FILE -> append(option, value);
            default -> plain(option, value);
        }
    }

    /// Ordinary users may only ask for more lines in the log and for more frequent writing of the queue file.
    private static boolean wrongWay(CfOption option, String value) {
        long number = OptionValues.leadingNumber(value, 10);
        long usual = OptionValues.leadingNumber(option.defaultValue(), 10);
        return (option == CfOption.LOG_LEVEL && number < usual)
                || (option == CfOption.CHECKPOINT_INTERVAL && number > usual);
    }

    private static String shown(CfOption option, String sub) {
        return "setoption " + option.longName() + " (" + option.written() + ")" + (sub.isEmpty() ? "" : "." + sub);
    }

    private void tell(String line) {
        if (state.debug().at(DebugLevels.OPTIONS, 1)) {
            state.tell(line);
        }
    }

    private void plain(CfOption option, String value) {
        if (option.type() == OptionType.TIME) {
            badUnits(CfTime.parse(value, option.unit()).badUnits());
        }
        if (state.checks().usable(option, value)) {
            state.options().texts().put(option, value);
        }
    }

    private void badUnits(String units) {
        for (int i = 0; i < units.length(); i++) {
            state.problem("Invalid time unit `" + units.charAt(i) + "'");
        }
    }

    /// The old form `return/warn`; one time stands for both.
    private void queueTimeout(String value) {
        int slash = value.indexOf('/');
        if (slash >= 0) {
            timeout("queuewarn", value.substring(slash + 1));
        }
        timeout("queuereturn", slash < 0 ? value : value.substring(0, slash));
        state.options().texts().put(CfOption.QUEUE_TIMEOUT, value);
    }

    private void append(CfOption option, String value) {
        state.options().texts().merge(option, value, (old, added) -> old + "," + added);
    }

    private void deliveryMode(String value) {
        if (value.isEmpty()) {
            state.options().texts().put(CfOption.DELIVERY_MODE, "i");
        } else {
            mode(CfOption.DELIVERY_MODE, value, "ibqd", "Unknown delivery mode ");
        }
    }

    private void mode(CfOption option, String value, String letters, String message) {
        char letter = value.isEmpty() ? 0 : value.charAt(0);
        if (letters.indexOf(letter) < 0) {
            state.fatal(message + letter, SysExit.USAGE);
            return;
        }
        state.options().texts().put(option, value);
    }

    private void noRecipientAction(String value) {
        if (NO_RECIPIENT_ACTIONS.contains(Ascii.lower(value))) {
            plain(CfOption.NO_RECIPIENT_ACTION, value);
        } else {
            state.problem("Invalid NoRecipientAction: " + value);
        }
    }

    private void maxHeadersLength(String value) {
        long length = OptionValues.leadingNumber(value, 10);
        if (length > 0 && length < SMALL_HEADERS) {
            state.bareWarning("Warning: MaxHeadersLength: headers length limit set lower than " + SMALL_HEADERS);
        }
        plain(CfOption.MAX_HEADERS_LENGTH, value);
    }

    private void operatorChars(String value) {
        if (state.options().operatorCharsFixed()) {
            state.bareWarning("Warning: OperatorChars is being redefined.");
            state.bareWarning("         It should only be set before ruleset definitions.");
        }
        state.options().operatorChars(value);
    }

    private void timeout(String sub, String value) {
        if (sub.isEmpty()) {
            oldTimeout(value);
            return;
        }
        String word = Ascii.lower(sub);
        Optional<CfTimeout> found = Optional.empty();
        for (CfTimeout timeout : CfTimeout.values()) {
            if (timeout.word().equals(word)) {
                found = Optional.of(timeout);
            }
        }
        if (found.isEmpty()) {
            state.problem("settimeout: invalid timeout " + sub);
            return;
        }
        CfTimeout named = found.get();
        CfTime.Parsed parsed = CfTime.parse(value, named.unit());
        badUnits(parsed.badUnits());
        if (named.unit() != 'm' && named.unit() != '-') {
            badUnits(parsed.badUnits()); // the real program reads such a time twice
        }
        long seconds = named.unit() == '-' ? OptionValues.leadingNumber(value, 10) : parsed.seconds();
        for (CfTimeout timeout : CfTimeout.values()) {
            if (named.covers(timeout)) {
                state.options().timeouts().put(timeout, seconds);
            }
        }
    }

    /// The old form: one value for all, or `name=value` pairs.
    private void oldTimeout(String value) {
        for (String part : value.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                timeout(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip());
            } else if (!part.isBlank() && Ascii.isDigit(part.stripLeading().charAt(0))) {
                CfTime.Parsed parsed = CfTime.parse(part.stripLeading(), 'm');
                badUnits(parsed.badUnits());
                for (CfTimeout timeout : CfTimeout.values()) {
                    if (OLD_FORM.contains(timeout.word())) {
                        state.options().timeouts().put(timeout, parsed.seconds());
                    }
                }
            }
        }
    }

    private void milter(String sub, String value) {
        if (sub.isEmpty()) {
            state.problem("milter_set_option: invalid Milter option, must specify suboption");
            return;
        }
        if (!MILTER_SETTINGS.contains(Ascii.lower(sub))) {
            state.problem("milter_set_option: invalid Milter option " + sub);
            return;
        }
        state.options().milterSettings().put(Ascii.lower(sub), value);
    }

    private void ports(String value, List<PortOptions> list) {
        PortReader.read(value, state::problem).ifPresent(list::add);
    }

    private void daemonPort(String value) {
        List<PortOptions> daemons = state.options().daemons();
        ports(value, daemons);
        if (!daemons.isEmpty()) {
            PortOptions last = daemons.getLast();
            String name = last.name().isEmpty() ? "Daemon" + (daemons.size() - 1) : last.name();
            tell("Daemon " + name + " flags: " + PortModifierNames.of(last.modifiers()));
        }
    }

    private void privacy(String value) {
        for (String word : wordsOf(value)) {
            Optional<PrivacyFlag> flag = PrivacyFlag.of(word);
            if (Ascii.sameIgnoringCase(word, "goaway")) {
                state.options().privacy().addAll(PrivacyFlag.GO_AWAY);
            } else if (flag.isPresent()) {
                state.options().privacy().add(flag.get());
            } else if (!Ascii.sameIgnoringCase(word, "public")) {
                state.problem("readcf: Op line: " + word + " unrecognized");
            }
        }
        append(CfOption.PRIVACY_OPTIONS, value);
    }

    private void blame(String value) {
        for (String word : wordsOf(value)) {
            Optional<BlameFlag> flag = BlameFlag.of(word);
            if (Ascii.sameIgnoringCase(word, "safe")) {
                state.options().blame().clear();
            } else if (flag.isPresent()) {
                state.options().blame().add(flag.get());
            } else {
                state.problem("readcf: DontBlameSendmail option: " + word + " unrecognized");
            }
        }
        append(CfOption.DONT_BLAME_SENDMAIL, value);
    }

    /// The older way to say two words of DontBlameSendmail.
    private void unsafeGroupWrites(String value) {
        plain(CfOption.UNSAFE_GROUP_WRITES, value);
        if (!OptionValues.truth(value)) {
            state.options()
                    .blame()
                    .addAll(Set.of(
                            BlameFlag.GROUP_WRITABLE_FORWARD_FILE_SAFE, BlameFlag.GROUP_WRITABLE_INCLUDE_FILE_SAFE));
        }
    }

    private static List<String> wordsOf(String value) {
        List<String> words = new ArrayList<>();
        for (String word : value.split("[^A-Za-z0-9]+", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
