package org.postern.cf;

import org.postern.base.Ascii;

/// Reads lines of the form `name, X=value, Y=value`: Q and X lines (sendmail op guide §5.8, §5.11).
final class EquateReader {
    private static final int MAX_MILTERS = 25;

    private final ReadState state;

    EquateReader(ReadState state) {
        this.state = state;
    }

    /// Takes one `X=value`; false when the letter is unknown.
    private interface Taker {
        boolean take(char code, String value);
    }

    private static String name(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) != ',' && !Ascii.isSpace(text.charAt(end))) {
            end++;
        }
        return text.substring(0, end);
    }

    private boolean fields(String text, int start, String what, Taker taker) {
        int i = start;
        while (i < text.length()) {
            while (i < text.length() && (text.charAt(i) == ',' || Ascii.isSpace(text.charAt(i)))) {
                i++;
            }
            if (i >= text.length()) {
                return true;
            }
            char code = text.charAt(i);
            while (i < text.length() && text.charAt(i) != '=' && text.charAt(i) != ',') {
                i++;
            }
            if (i >= text.length() || text.charAt(i) != '=') {
                state.problem(Printable.text(what) + ": `=' expected");
                return false;
            }
            i++;
            while (i < text.length() && Ascii.isSpace(text.charAt(i))) {
                i++;
            }
            CfText.Field field = CfText.field(text, i, ',');
            i = field.end();
            if (!taker.take(code, field.text())) {
                return false;
            }
        }
        return true;
    }

    /// The line behind `Q`.
    void queueGroup(String text) {
        String name = name(text);
        if (name.isEmpty()) {
            state.problem("name required for queue");
            return;
        }
        QueueFields fields = new QueueFields();
        if (!fields(text, name.length(), "queue " + name, (code, value) -> {
            if (!fields.take(code, value)) {
                state.problem("Q" + name + ": unknown queue equate " + code + "=");
            }
            return true;
        })) {
            return;
        }
        if (fields.path.isEmpty() && !state.options().texts().containsKey(CfOption.QUEUE_DIRECTORY)) {
            state.problem("QueueDir must be defined before queue groups");
            return;
        }
        state.queueGroups()
                .put(
                        Ascii.lower(name),
                        new QueueGroup(
                                name,
                                fields.path,
                                fields.flags,
                                fields.nice,
                                fields.interval,
                                fields.jobs,
                                fields.runners,
                                fields.maxRecipients));
    }

    private static final class QueueFields {
        private String path = "";
        private String flags = "";
        private int nice;
        private long interval;
        private int jobs;
        private int runners;
        private int maxRecipients;

        boolean take(char code, String value) {
            switch (code) {
                case 'P' -> path = value;
                case 'F' -> flags = value;
                case 'N' -> nice = (int) OptionValues.leadingNumber(value, 10);
                case 'I' -> interval = CfTime.parse(value, 'm').seconds();
                case 'J' -> jobs = (int) OptionValues.leadingNumber(value, 10);
                case 'R' -> runners = (int) OptionValues.leadingNumber(value, 10);
                case 'r' -> maxRecipients = (int) OptionValues.leadingNumber(value, 10);
                default -> {
                    return false;
                }
            }
            return true;
        }
    }

    /// The line behind `X`.
    void milter(String text) {
        String name = name(text);
        if (name.isEmpty()) {
            state.problem("name required for mail filter");
            return;
        }
        MilterFields fields = new MilterFields();
        if (!fields(text, name.length(), "X" + name, (code, value) -> milterField(name, fields, code, value))) {
            return;
        }
        if (fields.socket.isEmpty()) {
            state.problem("X" + name + ": empty or missing socket information");
            return;
        }
        if (state.milters().containsKey(Ascii.lower(name))) {
            state.problem("X" + name + ": duplicate filter definition");
            return;
        }
        if (state.milters().size() >= MAX_MILTERS) {
            state.problem("too many filters defined, " + MAX_MILTERS + " max");
            return;
        }
        state.milters()
                .put(
                        Ascii.lower(name),
                        new MilterDeclaration(
                                name,
                                fields.socket,
                                fields.onError,
                                fields.connect,
                                fields.send,
                                fields.read,
                                fields.endOfMessage));
    }

    private boolean milterField(String name, MilterFields fields, char code, String value) {
        switch (code) {
            case 'S' -> fields.socket = value;
            case 'F' -> fields.onError = onError(value);
            case 'T' ->
                fields.timeouts(value, letter -> state.problem("X" + name + ": unknown filter timeout " + letter));
            default -> state.problem("X" + name + ": unknown filter equate " + code + "=");
        }
        return true;
    }

    private static MilterDeclaration.OnError onError(String value) {
        MilterDeclaration.OnError result = MilterDeclaration.OnError.IGNORE;
        for (int i = 0; i < value.length(); i++) {
            char flag = value.charAt(i);
            switch (flag) {
                case 'R' -> result = MilterDeclaration.OnError.REJECT;
                case 'T' -> result = MilterDeclaration.OnError.TEMPORARY_FAILURE;
                case '4' -> result = MilterDeclaration.OnError.CLOSE;
                default -> {}
            }
        }
        return result;
    }

    private static final class MilterFields {
        private String socket = "";
        private MilterDeclaration.OnError onError = MilterDeclaration.OnError.IGNORE;
        private long connect = 300;
        private long send = 10;
        private long read = 10;
        private long endOfMessage = 300;

        void timeouts(String value, java.util.function.Consumer<String> unknown) {
            for (String part : value.split("[;,]", -1)) {
                String text = part.strip();
                if (text.length() < 2 || text.charAt(1) != ':') {
                    continue;
                }
                long seconds = CfTime.parse(text.substring(2), 's').seconds();
                switch (text.charAt(0)) {
                    case 'C' -> connect = seconds;
                    case 'S' -> send = seconds;
                    case 'R' -> read = seconds;
                    case 'E' -> endOfMessage = seconds;
                    default -> unknown.accept(text.substring(0, 1));
                }
            }
        }
    }
}
