package org.postern.programs.sendmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.base.SysExit;

class SendmailArgumentsParserTest {
    private static SendmailArguments good(String program, String... words) {
        return switch (SendmailArgumentsParser.parse(program, List.of(words))) {
            case SendmailArgumentsParser.Result.Parsed(SendmailArguments arguments) -> arguments;
            case SendmailArgumentsParser.Result.Wrong(String message, SysExit exit) ->
                throw new AssertionError(exit + ": " + message);
        };
    }

    private static String bad(String... words) {
        return switch (SendmailArgumentsParser.parse("sendmail", List.of(words))) {
            case SendmailArgumentsParser.Result.Parsed(SendmailArguments arguments) ->
                throw new AssertionError("accepted: " + arguments);
            case SendmailArgumentsParser.Result.Wrong(String message, SysExit exit) -> exit.code() + " " + message;
        };
    }

    @Test
    void gluedAndSeparateValuesMeanTheSame() {
        SendmailArguments glued = good("sendmail", "-bd", "-q30m", "-OTimeout.ident=0", "-fbob", "-L", "sm-mta");
        SendmailArguments apart =
                good("sendmail", "-b", "d", "-q30m", "-O", "Timeout.ident=0", "-f", "bob", "-Lsm-mta");
        assertThat(glued).isEqualTo(apart);
        assertThat(glued.mode()).isEqualTo(SendmailMode.DAEMON);
        assertThat(glued.queueRun().flatMap(QueueRunRequest::intervalSeconds)).contains(1800L);
        assertThat(glued.effectiveRole()).isEqualTo(SendmailArguments.Role.TRANSFER);
    }

    @Test
    void joinedLettersAndOperands() {
        SendmailArguments arguments = good("sendmail", "-it", "-oi", "--", "-odd@example.org", "bob");
        assertThat(arguments.readRecipients()).isTrue();
        assertThat(arguments.ignoreDots()).isTrue();
        assertThat(arguments.operands()).containsExactly("-odd@example.org", "bob");
        assertThat(arguments.effectiveRole()).isEqualTo(SendmailArguments.Role.SUBMISSION);
    }

    /// Recorded from the real program; with `-v` it delivers whatever `-od` says.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-odq | q",
                "-odd | d",
                "-oi -odq | q",
                "-ODeliveryMode=queueonly | q",
                "-Odeliverymode=d | d",
                "-odi | ''",
                "-odb | ''",
                "-Am -odi | i",
                "-Am -od | i",
                "-Am -odb | b",
                "-C/x.cf -odi | i",
                "-Am -odq -odi | i",
                "-Am -odi -odq | q",
                "-odq -v | ''",
                "-v -odd | ''",
                "-Am | ''",
                "-oee | ''"
            })
    void theDeliveryModeOfACommandIsForTheDaemonWhereItIsItsBusiness(String words, String mode) {
        SendmailArguments arguments = good("sendmail", words.split(" ", -1));
        assertThat(CommandDelivery.stated(arguments).orElse("")).isEqualTo(mode);
    }

    @Test
    void anUnknownDeliveryModeIsRefusedInEachMode() {
        assertThat(bad("-odx", "bob")).isEqualTo("64 Unknown delivery mode x");
        assertThat(bad("-ODeliveryMode=no", "bob")).isEqualTo("64 Unknown delivery mode n");
        assertThat(bad("-bt", "-odx")).isEqualTo("64 Unknown delivery mode x");
    }

    @Test
    void flagsEndAtTheFirstOperandAsInTheRealProgram() {
        SendmailArguments arguments = good("sendmail", "bob", "-bt");
        assertThat(arguments.mode()).isEqualTo(SendmailMode.DELIVER);
        assertThat(arguments.operands()).containsExactly("bob", "-bt");
    }

    @ParameterizedTest
    @CsvSource({
        "newaliases, REBUILD_ALIASES",
        "mailq, PRINT_QUEUE",
        "smtpd, DAEMON",
        "hoststat, HOST_STATUS",
        "purgestat, PURGE_HOST_STATUS",
        "send-mail, DELIVER"
    })
    void theNameChoosesTheMode(String name, SendmailMode mode) {
        assertThat(good(name).mode()).isEqualTo(mode);
    }

    @Test
    void anEmptySenderIsTheNullSender() {
        assertThat(good("sendmail", "-f", "", "bob").sender()).isEqualTo(Optional.of("<>"));
    }

    /// The messages and exit codes were printed by sendmail 8.17.1.9.
    @Test
    void badLinesGetTheMessagesOfTheRealProgram() {
        assertThat(bad("-k")).isEqualTo("64 sendmail: illegal option -- k");
        assertThat(bad("-f")).isEqualTo("64 sendmail: option requires an argument -- f");
        assertThat(bad("-bz")).isEqualTo("64 Frozen configurations unsupported");
        assertThat(bad("-bx")).isEqualTo("64 Invalid operation mode x");
        assertThat(bad("-fa", "-rb")).isEqualTo("64 More than one \"from\" person");
        assertThat(bad("-habc")).isEqualTo("64 Bad hop count (abc)");
        assertThat(bad("-BX")).isEqualTo("64 Illegal body type X");
        assertThat(bad("-Nbad")).isEqualTo("64 Invalid -N argument");
        assertThat(bad("-Nnever,failure")).isEqualTo("64 Invalid -N argument");
        assertThat(bad("-Rx")).isEqualTo("64 Invalid -R value");
        assertThat(bad("-Rfull", "-Rhdrs")).isEqualTo("64 Duplicate -R flag");
        assertThat(bad("-Va=b")).isEqualTo("64 Invalid syntax in -V flag");
        assertThat(bad("-q!Gx")).isEqualTo("64 Can not use -q!G");
        assertThat(bad("-qGa", "-qGb")).isEqualTo("64 Can not use multiple -qG options");
        assertThat(bad("-bs", "-q")).isEqualTo("64 Can not use -q with -bs");
        assertThat(bad("-bt", "-Qx")).isEqualTo("64 Can not use -Q with -bt");
    }
}
