package org.postern.cf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.base.Ascii;

/// Reads one M line (sendmail op guide §5.4).
final class MailerReader {
    private static final int MAX_MAILERS = 25;
    private static final int SMTP_LINE_LIMIT = 990;
    private static final int DEFAULT_RECIPIENTS = 100;
    private static final int RULE_SET_LIMIT = RuleBook.MAX_RULE_SETS;

    private final ReadState state;
    private final String name;
    private String path = "";
    private final StringBuilder flags = new StringBuilder();
    private int senderEnvelope;
    private int senderHeader;
    private int recipientEnvelope;
    private int recipientHeader;
    private List<String> arguments = List.of();
    private @Nullable String endOfLine;
    private int lineLength;
    private long messageSize;
    private int messagesPerConnection;
    private int recipientsPerEnvelope = DEFAULT_RECIPIENTS;
    private int nice;
    private @Nullable String queueGroup;
    private Mailer.@Nullable RunAs user;
    private Mailer.Types types = Mailer.Types.NONE;
    private @Nullable String charset;
    private @Nullable String directories;
    private @Nullable String root;
    private long waitSeconds;

    private MailerReader(ReadState state, String name) {
        this.state = state;
        this.name = name;
    }

    /// Reads the line behind `M` and adds the mailer.
    static void read(ReadState state, String text) {
        if (state.mailers().size() >= MAX_MAILERS) {
            state.problem("too many mailers defined (" + MAX_MAILERS + " max)");
            return;
        }
        int end = 0;
        while (end < text.length() && text.charAt(end) != ',' && !Ascii.isSpace(text.charAt(end))) {
            end++;
        }
        if (end == 0) {
            state.problem("name required for mailer");
            return;
        }
        MailerReader reader = new MailerReader(state, text.substring(0, end));
        if (reader.fields(text, end)) {
            reader.finish();
        }
    }

    /// Defines the three mailers that are always there.
    static void builtIn(ReadState state) {
        read(state, "prog, P=/bin/sh, F=lsouDq9, T=X-Unix/X-Unix/X-Unix, A=sh -c " + Code.MACRO + "u");
        read(state, "*file*, P=[FILE], F=lsDFMPEouq9, T=X-Unix/X-Unix/X-Unix, A=FILE " + Code.MACRO + "u");
        read(state, "*include*, P=/dev/null, F=su, A=INCLUDE " + Code.MACRO + "u");
    }

    private boolean fields(String text, int start) {
        int i = start;
        while (i < text.length()) {
            while (i < text.length() && (text.charAt(i) == ',' || Ascii.isSpace(text.charAt(i)))) {
                i++;
            }
            if (i >= text.length()) {
                break;
            }
            char code = text.charAt(i);
            while (i < text.length() && text.charAt(i) != '=' && text.charAt(i) != ',') {
                i++;
            }
            if (i >= text.length() || text.charAt(i) != '=') {
                state.problem("mailer " + name + ": `=' expected");
                return false;
            }
            i++;
            while (i < text.length() && Ascii.isSpace(text.charAt(i))) {
                i++;
            }
            CfText.Field field = CfText.field(text, i, ',');
            i = field.end();
            if (!equate(code, field.text())) {
                return false;
            }
        }
        return true;
    }

    private boolean equate(char code, String value) {
        switch (code) {
            case 'P' -> path = value;
            case 'F' -> addFlags(value);
            case 'S', 'R' -> ruleSets(code, value);
            case 'A' -> arguments = words(value);
            case 'E' -> endOfLine = value;
            case 'L' -> lineLength = (int) Math.max(0, OptionValues.leadingNumber(value, 10));
            case 'M' -> messageSize = OptionValues.leadingNumber(value, 10);
            case 'm' -> messagesPerConnection = (int) OptionValues.leadingNumber(value, 10);
            case 'r' -> recipientsPerEnvelope = recipients(value);
            case 'N' -> nice = (int) OptionValues.leadingNumber(value, 10);
            case 'C' -> charset = value;
            case 'D' -> directories = value;
            case '/' -> root = value;
            case 'T' -> types = types(value);
            case 'U' -> user = runAs(value);
            case 'W' -> waitSeconds = seconds(value);
            case 'Q' -> queueGroup = queueGroup(value);
            default -> {
                state.problem("M" + name + ": unknown mailer equate " + code + "=");
                return true;
            }
        }
        return true;
    }

    private void addFlags(String value) {
        for (int i = 0; i < value.length(); i++) {
            char flag = value.charAt(i);
            if (!Ascii.isSpace(flag) && flags.indexOf(String.valueOf(flag)) < 0) {
                flags.append(flag);
            }
        }
    }

    private void ruleSets(char code, String value) {
        RuleSetNames.Found envelope = state.ruleSets().enter(value, 0, state::problem);
        RuleSetNames.Found header = envelope;
        if (envelope.end() < value.length() && value.charAt(envelope.end()) == '/') {
            header = state.ruleSets().enter(value, envelope.end() + 1, state::problem);
        }
        int first = valid(envelope.number());
        int second = valid(header.number());
        if (code == 'S') {
            senderEnvelope = first;
            senderHeader = second;
        } else {
            recipientEnvelope = first;
            recipientHeader = second;
        }
    }

    private static int valid(int number) {
        return number < 0 || number >= RULE_SET_LIMIT ? 0 : number;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split("[ \t\n\u000b\f\r]+", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    private int recipients(String value) {
        long number = OptionValues.leadingNumber(value, 10);
        return number <= 0 ? DEFAULT_RECIPIENTS : (int) number;
    }

    private Mailer.Types types(String value) {
        String[] parts = value.split("/", 3);
        return new Mailer.Types(parts[0], parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : "");
    }

    private Mailer.RunAs runAs(String value) {
        state.checks().user("mailer U= flag", value.strip());
        int split = value.indexOf(':') >= 0 ? value.indexOf(':') : value.indexOf('.');
        return split < 0
                ? new Mailer.RunAs(value.strip(), "")
                : new Mailer.RunAs(
                        value.substring(0, split).strip(),
                        value.substring(split + 1).strip());
    }

    private long seconds(String value) {
        return CfTime.parse(value, 's').seconds();
    }

    private @Nullable String queueGroup(String value) {
        if (!state.queueGroups().containsKey(Ascii.lower(value)) && !Ascii.sameIgnoringCase(value, "mqueue")) {
            state.problem("mailer " + name + ": unknown queue " + value);
            return null;
        }
        return value;
    }

    private void finish() {
        if (has('L') && lineLength == 0) {
            lineLength = SMTP_LINE_LIMIT;
        }
        if (arguments.isEmpty()) {
            state.problem("M" + name + ": A= argument required");
            return;
        }
        if (path.isEmpty()) {
            state.problem("M" + name + ": P= argument required");
            return;
        }
        if (path.equals("[TCP]")) {
            state.problem("M" + name + ": P=[TCP] must be replaced by P=[IPC]");
            return;
        }
        if (path.equals("[IPC]") && !connectionArguments()) {
            return;
        }
        if (path.equals("[IPC]") && types.equals(Mailer.Types.NONE)) {
            types = new Mailer.Types("dns", "rfc822", "smtp");
        }
        String end = endOfLine;
        if (end == null) {
            end = namesUser() ? "\n" : "\r\n";
        }
        define(end);
    }

    private boolean connectionArguments() {
        if (arguments.size() < 2) {
            state.problem("M" + name + ": too few parameters for [IPC] mailer");
            return false;
        }
        String kind = arguments.getFirst();
        if (!kind.equals("TCP") && !kind.equals("FILE")) {
            state.bareWarning("M" + name + ": Warning: first argument in [IPC] mailer must be TCP or FILE");
        }
        return true;
    }

    private boolean namesUser() {
        return arguments.stream().anyMatch(argument -> argument.contains(Code.MACRO + "u"));
    }

    private boolean has(char flag) {
        return flags.indexOf(String.valueOf(flag)) >= 0;
    }

    private void define(String end) {
        String key = Ascii.lower(name);
        Mailer old = state.mailers().get(key);
        int number = old == null ? state.mailers().size() : old.number();
        char[] letters = flags.toString().toCharArray();
        java.util.Arrays.sort(letters);
        state.mailers()
                .put(
                        key,
                        new Mailer(
                                name,
                                number,
                                path,
                                new String(letters),
                                new Mailer.RuleSets(senderEnvelope, senderHeader, recipientEnvelope, recipientHeader),
                                arguments,
                                end,
                                new Mailer.Limits(
                                        lineLength, messageSize, messagesPerConnection, recipientsPerEnvelope),
                                nice,
                                Optional.ofNullable(queueGroup),
                                Optional.ofNullable(user),
                                types,
                                Optional.ofNullable(charset),
                                Optional.ofNullable(directories),
                                Optional.ofNullable(root),
                                waitSeconds));
    }
}
