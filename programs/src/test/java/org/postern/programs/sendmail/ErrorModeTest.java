package org.postern.programs.sendmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorModeTest {
    @ParameterizedTest
    @CsvSource({
        "-oem, MAIL",
        "-em, MAIL",
        "-oew, MAIL",
        "-oee, MAIL_ONLY",
        "-oeq, QUIET",
        "-oep, PRINT",
        "-OErrorMode=quiet, QUIET",
        "-v, PRINT",
        "-oex, PRINT"
    })
    void isWhatTheCommandLineSays(String argument, ErrorMode mode) {
        assertThat(parse(argument)).isEqualTo(mode);
        assertThat(parse("-oeq", argument))
                .isEqualTo(argument.startsWith("-oex") || argument.equals("-v") ? ErrorMode.QUIET : mode);
    }

    private static ErrorMode parse(String... arguments) {
        List<String> all = new java.util.ArrayList<>(List.of(arguments));
        all.add("root");
        return SendmailArgumentsParser.parse("sendmail", all)
                        instanceof SendmailArgumentsParser.Result.Parsed(var parsed)
                ? ErrorMode.of(parsed.options())
                : ErrorMode.PRINT;
    }
}
