package org.postern.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.base.PeerText;

class CommandParserTest {
    private static SmtpCommand good(String line) {
        return ((ParsedCommand.Good) CommandParser.parse(line)).command();
    }

    @Test
    void findsWhereTheAddressEnds() {
        assertThat(good("MAIL FROM:<a b@good.test> SIZE=1 RET=HDRS"))
                .isEqualTo(new SmtpCommand.Mail(
                        PeerText.of("<a b@good.test>"),
                        List.of(
                                new EsmtpParameter("SIZE", Optional.of("1")),
                                new EsmtpParameter("RET", Optional.of("HDRS")))));
        assertThat(good("MAIL FROM:<a@good.test>SIZE=10"))
                .isEqualTo(new SmtpCommand.Mail(PeerText.of("<a@good.test>SIZE=10"), List.of()));
        assertThat(good("mail from : \"a b\"@x (a comment) BODY=7BIT"))
                .isEqualTo(new SmtpCommand.Mail(
                        PeerText.of("\"a b\"@x"),
                        List.of(
                                new EsmtpParameter("", Optional.empty()),
                                new EsmtpParameter("a", Optional.empty()),
                                new EsmtpParameter("comment", Optional.empty()),
                                new EsmtpParameter("BODY", Optional.of("7BIT")))));
        assertThat(good("RCPT TO:<unbalanced@x NOTIFY=NEVER"))
                .isEqualTo(new SmtpCommand.Rcpt(PeerText.of("<unbalanced@x NOTIFY=NEVER"), List.of()));
    }

    @Test
    void namesWhatItScanned() {
        assertThat(CommandParser.parse("MAIL")).isEqualTo(scanning(CommandVerb.MAIL, ""));
        assertThat(CommandParser.parse("MAIL FROM")).isEqualTo(scanning(CommandVerb.MAIL, "FROM"));
        assertThat(CommandParser.parse("MAIL FROM:  ")).isEqualTo(scanning(CommandVerb.MAIL, "FROM"));
        assertThat(CommandParser.parse("RCPT TO:")).isEqualTo(scanning(CommandVerb.RCPT, "TO"));
        assertThat(CommandParser.parse("RCPT FROM:<x>")).isEqualTo(scanning(CommandVerb.RCPT, "FROM"));
    }

    private static ParsedCommand scanning(CommandVerb verb, String word) {
        return new ParsedCommand.Bad(verb, Reply.of("501 5.5.2 Syntax error in parameters scanning \"" + word + "\""));
    }

    @Test
    void whatIsEncodedIsParsedBack() {
        Random random = new Random(3);
        for (int round = 0; round < 5000; round++) {
            SmtpCommand command = random(random);
            String line = command.encode();
            assertThat(line).doesNotContain("\r").doesNotContain("\n").doesNotContain("\0");
            assertThat(CommandParser.parse(line)).isEqualTo(new ParsedCommand.Good(command));
        }
    }

    private static SmtpCommand random(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> new SmtpCommand.Helo(word(random));
            case 1 -> new SmtpCommand.Ehlo(word(random));
            case 2 -> new SmtpCommand.Lhlo(word(random));
            case 3 -> new SmtpCommand.Mail(path(random), parameters(random));
            case 4 -> new SmtpCommand.Rcpt(path(random), parameters(random));
            case 5 -> new SmtpCommand.Bare(CommandVerb.DATA);
            case 6 -> new SmtpCommand.Bare(CommandVerb.NOOP, word(random));
            case 7 -> new SmtpCommand.Asking(CommandVerb.VRFY, word(random));
            case 8 -> new SmtpCommand.Auth(PeerText.of("PLAIN"), Optional.of(word(random)));
            default -> new SmtpCommand.NotImplemented(CommandVerb.TURN, PeerText.of("TURN now"));
        };
    }

    private static PeerText word(Random random) {
        return PeerText.of(letters(random, "ab.-[]:@+", 1 + random.nextInt(10)));
    }

    private static PeerText path(Random random) {
        return PeerText.of("<" + letters(random, "ab.@%!\u00e9 ", random.nextInt(12)) + ">");
    }

    private static List<EsmtpParameter> parameters(Random random) {
        List<EsmtpParameter> parameters = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Optional<String> value = random.nextBoolean()
                    ? Optional.of(letters(random, "ab;+<>,", random.nextInt(6)))
                    : Optional.empty();
            parameters.add(new EsmtpParameter(letters(random, "ABZ-9", 1 + random.nextInt(5)), value));
        }
        return parameters;
    }

    private static String letters(Random random, String alphabet, int length) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < length; i++) {
            out.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return out.toString();
    }

    @Test
    void neverEncodesALineBreak() {
        assertThatThrownBy(() -> new SmtpCommand.Helo(PeerText.of("a\r\nMAIL")).encode())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ClientCommands.line("RCPT To:<a\nb>")).isInstanceOf(IllegalArgumentException.class);
    }
}
