package org.postern.smtp;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.mail.BodyType;
import org.postern.mail.DeliverBy;
import org.postern.mail.XText;

/// Understands the parameters of MAIL and RCPT, with sendmail's replies for each mistake, in the order in which
/// they were typed.
final class ParameterReader {
    /// From this many parameters on a command is refused (sendmail's MAXSMTPARGS less two).
    static final int TOO_MANY = 18;

    private static final long MAX_DELIVER_BY = 999_999_999L;

    /// Either what was read, or the reply about the first mistake.
    sealed interface Result<T> {
        record Good<T>(T value) implements Result<T> {}

        record Bad<T>(Reply reply) implements Result<T> {}
    }

    /// Ends the reading at the first mistake; it never leaves this class.
    private static final class Mistake extends Exception {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // never serialised
        private final Reply reply;

        Mistake(Reply reply) {
            super(reply.text(), null, false, false);
            this.reply = reply;
        }
    }

    private final SessionState state;

    ParameterReader(SessionState state) {
        this.state = state;
    }

    Result<MailParameters> mail(List<EsmtpParameter> given) {
        if (given.isEmpty()) {
            return new Result.Good<>(MailParameters.NONE);
        }
        MailDraft draft = new MailDraft();
        try {
            for (int i = 0; i < given.size(); i++) {
                draft.read(given.get(i));
                requireFew(i + 1);
            }
        } catch (Mistake mistake) {
            return new Result.Bad<>(mistake.reply);
        }
        return new Result.Good<>(draft.finished());
    }

    Result<RcptParameters> rcpt(List<EsmtpParameter> given) {
        if (given.isEmpty()) {
            return new Result.Good<>(RcptParameters.NONE);
        }
        Optional<Set<RcptParameters.Notify>> notify = Optional.empty();
        Optional<String> original = Optional.empty();
        try {
            for (int i = 0; i < given.size(); i++) {
                EsmtpParameter parameter = given.get(i);
                switch (Ascii.lower(parameter.keyword())) {
                    case "notify" -> notify = Optional.of(notify(parameter));
                    case "orcpt" -> original = Optional.of(originalRecipient(parameter, original));
                    default -> throw new Mistake(ReplyTable.unrecognizedParameter(parameter.keyword()));
                }
                requireFew(i + 1);
            }
        } catch (Mistake mistake) {
            return new Result.Bad<>(mistake.reply);
        }
        return new Result.Good<>(new RcptParameters(notify, original));
    }

    private static void requireFew(int count) throws Mistake {
        if (count >= TOO_MANY) {
            throw new Mistake(ReplyTable.TOO_MANY_PARAMETERS);
        }
    }

    private void requireDsn(String parameter) throws Mistake {
        boolean allowed =
                state.features().has(ServerFeature.DSN) && state.settings().is(SessionSettings.Mode.SEND_MIME_ERRORS);
        if (!allowed) {
            throw new Mistake(ReplyTable.dsnNotAllowed(parameter));
        }
    }

    private static String value(EsmtpParameter parameter, String shownAs) throws Mistake {
        return parameter.value().orElseThrow(() -> new Mistake(ReplyTable.requiresValue(shownAs)));
    }

    private Set<RcptParameters.Notify> notify(EsmtpParameter parameter) throws Mistake {
        requireDsn("NOTIFY");
        String value = value(parameter, "NOTIFY");
        EnumSet<RcptParameters.Notify> wishes = EnumSet.noneOf(RcptParameters.Notify.class);
        if (Ascii.sameIgnoringCase(value, "never")) {
            return wishes;
        }
        for (String word : value.split(",", -1)) {
            switch (Ascii.lower(word)) {
                case "success" -> wishes.add(RcptParameters.Notify.SUCCESS);
                case "failure" -> wishes.add(RcptParameters.Notify.FAILURE);
                case "delay" -> wishes.add(RcptParameters.Notify.DELAY);
                default -> throw new Mistake(ReplyTable.badNotify(word));
            }
        }
        return wishes;
    }

    private String originalRecipient(EsmtpParameter parameter, Optional<String> earlier) throws Mistake {
        requireDsn("ORCPT");
        String value = value(parameter, "ORCPT");
        if (value.indexOf(';') <= 0 || !XText.isWellFormed(value)) {
            throw new Mistake(ReplyTable.syntaxOf("ORCPT"));
        }
        if (earlier.isPresent()) {
            throw new Mistake(ReplyTable.duplicate("ORCPT"));
        }
        return value;
    }

    /// The parameters of one MAIL while they are read.
    private final class MailDraft {
        private OptionalLong size = OptionalLong.empty();
        private BodyType body = BodyType.UNSTATED;
        private Optional<ReturnContent> returnContent = Optional.empty();
        private Optional<String> envelopeId = Optional.empty();
        private Optional<String> authSender = Optional.empty();
        private Optional<DeliverBy> deliverBy = Optional.empty();
        private boolean international;
        private final Set<String> seen = new HashSet<>();

        MailParameters finished() {
            return new MailParameters(size, body, returnContent, envelopeId, authSender, deliverBy, international);
        }

        void read(EsmtpParameter parameter) throws Mistake {
            switch (Ascii.lower(parameter.keyword())) {
                case "size" -> size = OptionalLong.of(size(value(parameter, "SIZE")));
                case "body" -> body = body(value(parameter, "BODY"));
                case "ret" -> returnContent = Optional.of(returnContent(parameter));
                case "envid" -> envelopeId = Optional.of(envelopeId(parameter));
                case "auth" -> authSender = Optional.of(authSender(parameter));
                case "smtputf8" -> international = international(parameter);
                case "by" -> deliverBy = Optional.of(deliverBy(parameter));
                default -> throw new Mistake(ReplyTable.unrecognizedParameter(parameter.keyword()));
            }
        }

        private boolean international(EsmtpParameter parameter) throws Mistake {
            boolean offered = state.features().has(ServerFeature.SMTPUTF8);
            if (!offered) {
                throw new Mistake(ReplyTable.unrecognizedParameter(parameter.keyword()));
            }
            if (parameter.value().isPresent()) {
                throw new Mistake(ReplyTable.syntaxOf("SMTPUTF8"));
            }
            return true;
        }

        private void requireFirst(String parameter) throws Mistake {
            if (!seen.add(parameter)) {
                throw new Mistake(ReplyTable.duplicate(parameter));
            }
        }

        /// As `strtol`: digits up to the first other character.
        private static long size(String value) throws Mistake {
            boolean negative = value.startsWith("-");
            int at = negative || value.startsWith("+") ? 1 : 0;
            long number = 0;
            while (at < value.length() && Ascii.isDigit(value.charAt(at))) {
                int digit = value.charAt(at) - '0';
                if (number > (Long.MAX_VALUE - digit) / 10) {
                    throw new Mistake(Reply.of(
                            negative
                                    ? "552 5.2.3 Message size invalid"
                                    : "552 5.2.3 Message size exceeds maximum value"));
                }
                number = number * 10 + digit;
                at++;
            }
            if (negative && number > 0) {
                throw new Mistake(Reply.of("552 5.2.3 Message size invalid"));
            }
            return number;
        }

        private static BodyType body(String value) throws Mistake {
            if (Ascii.sameIgnoringCase(value, "8bitmime")) {
                return BodyType.EIGHT_BIT_MIME;
            }
            if (Ascii.sameIgnoringCase(value, "7bit")) {
                return BodyType.SEVEN_BIT;
            }
            throw new Mistake(ReplyTable.unknownBody(value));
        }

        private ReturnContent returnContent(EsmtpParameter parameter) throws Mistake {
            requireDsn("RET");
            String value = value(parameter, "RET");
            requireFirst("RET");
            if (Ascii.sameIgnoringCase(value, "hdrs")) {
                return ReturnContent.HDRS;
            }
            if (Ascii.sameIgnoringCase(value, "full")) {
                return ReturnContent.FULL;
            }
            throw new Mistake(ReplyTable.badReturn(value));
        }

        private String envelopeId(EsmtpParameter parameter) throws Mistake {
            requireDsn("ENVID");
            String value = value(parameter, "ENVID");
            if (!XText.isWellFormed(value)) {
                throw new Mistake(ReplyTable.syntaxOf("ENVID"));
            }
            requireFirst("ENVID");
            return value;
        }

        private String authSender(EsmtpParameter parameter) throws Mistake {
            String value = value(parameter, "AUTH=");
            requireFirst("AUTH");
            if (!value.equals("<>") && !XText.isWellFormed(value)) {
                throw new Mistake(ReplyTable.syntaxOf("AUTH"));
            }
            return value;
        }

        private DeliverBy deliverBy(EsmtpParameter parameter) throws Mistake {
            long minimum = state.settings().limits().deliverByMinimum();
            if (minimum < 0) {
                throw new Mistake(ReplyTable.unrecognizedParameter(parameter.keyword()));
            }
            return DeliverByReader.read(value(parameter, "BY="), minimum);
        }
    }

    /// The BY parameter: `seconds;mode[trace]`.
    private static final class DeliverByReader {
        private static DeliverBy read(String value, long minimum) throws Mistake {
            int at = value.startsWith("-") || value.startsWith("+") ? 1 : 0;
            long seconds = 0;
            while (at < value.length() && Ascii.isDigit(value.charAt(at))) {
                seconds = Math.min(seconds * 10 + (value.charAt(at) - '0'), MAX_DELIVER_BY + 1);
                at++;
            }
            if (seconds > MAX_DELIVER_BY) {
                throw bad("501 5.5.2 BY=" + value + " out of range");
            }
            if (at >= value.length() || value.charAt(at) != ';') {
                throw bad("501 5.5.2 BY= missing ';'");
            }
            long signed = value.startsWith("-") ? -seconds : seconds;
            String mode = value.substring(at + 1);
            boolean returns = returns(mode, signed, minimum);
            String trace = mode.substring(1);
            if (!trace.isEmpty() && Ascii.lower(trace.charAt(0)) != 't') {
                throw bad("501 5.5.2 illegal by-trace '" + trace.charAt(0) + "'");
            }
            return new DeliverBy(signed, returns, !trace.isEmpty());
        }

        private static boolean returns(String mode, long seconds, long minimum) throws Mistake {
            char letter = mode.isEmpty() ? ' ' : Ascii.lower(mode.charAt(0));
            if (letter == 'n') {
                return false;
            }
            if (letter != 'r') {
                throw bad("501 5.5.2 illegal by-mode '" + (mode.isEmpty() ? '?' : mode.charAt(0)) + "'");
            }
            if (seconds <= 0) {
                throw bad("501 5.5.4 mode R requires BY time > 0");
            }
            if (minimum > 0 && seconds < minimum) {
                throw bad("555 5.5.2 time " + seconds + " less than " + minimum);
            }
            return true;
        }

        private static Mistake bad(String text) {
            return new Mistake(Reply.of(text));
        }
    }
}
