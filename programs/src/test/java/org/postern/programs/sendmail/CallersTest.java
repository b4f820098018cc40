package org.postern.programs.sendmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.base.SysExit;

/// How other programs call sendmail, as they stand in their sources and settings: each is a submission that ignores
/// lines with a dot, when the caller asks for it, and takes exactly the recipients that it names.
class CallersTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            cron of Debian       | -i -FCronDaemon -B8BITMIME -oem root                    | ''       | dots | root
            cronie               | -FCronDaemon -i -odi -oem -oi -t -f root                | root     | dots | -t
            at                   | -i alice                                                | ''       | dots | alice
            PHP                  | -t -i                                                   | ''       | dots | -t
            PHP with a sender    | -t -i -fwww@example.org                                 | www@example.org | dots | -t
            PHPMailer            | -oi -fwww@example.org -t                                | www@example.org | dots | -t
            git send-email       | -i bob@example.org carol@example.org                    | ''       | dots | bob@example.org carol@example.org
            git with a sender    | -f alice@example.org -i bob@example.org                 | alice@example.org | dots | bob@example.org
            mutt                 | -oem -oi -f alice@example.org -- bob@example.org        | alice@example.org | dots | bob@example.org
            mutt with reports    | -oem -oi -N failure,delay -R hdrs -B 8BITMIME -- bob    | ''       | dots | bob
            bsd-mailx            | -i bob carol                                            | ''       | dots | bob carol
            bsd-mailx verbose    | -v -i bob                                               | ''       | dots | bob
            s-nail               | -i -m -v -f alice@example.org -- bob                    | alice@example.org | dots | bob
            mailutils            | -f alice@example.org -oi -t                             | alice@example.org | dots | -t
            Emacs                | -oi -f alice@example.org -odb -t                        | alice@example.org | dots | -t
            Alpine               | -oi -oem -t                                             | ''       | dots | -t
            MIME::Lite           | -t -oi -oem                                             | ''       | dots | -t
            Ruby mail            | -i -f alice@example.org -- bob@example.org              | alice@example.org | dots | bob@example.org
            Nodemailer           | -i -f alice@example.org bob@example.org                 | alice@example.org | dots | bob@example.org
            Majordomo            | -oi -odq -oee -fowner-list@example.org list-out         | owner-list@example.org | dots | list-out
            logcheck, mdadm      | -t                                                      | ''       | ''   | -t
            vacation             | -oi -f alice -- bob@example.org                         | alice    | dots | bob@example.org
            procmail forwarding  | -oi bob@example.org                                     | ''       | dots | bob@example.org
            """)
    void callsAreUnderstood(String caller, String words, String sender, String dots, String recipients) {
        SendmailArguments arguments =
                switch (SendmailArgumentsParser.parse("sendmail", List.of(words.split(" ", -1)))) {
                    case SendmailArgumentsParser.Result.Parsed(SendmailArguments parsed) -> parsed;
                    case SendmailArgumentsParser.Result.Wrong(String message, SysExit exit) ->
                        throw new AssertionError(exit + ": " + message);
                };
        assertThat(arguments.mode()).isEqualTo(SendmailMode.DELIVER);
        assertThat(arguments.effectiveRole()).isEqualTo(SendmailArguments.Role.SUBMISSION);
        assertThat(arguments.sender().orElse("")).isEqualTo(sender);
        assertThat(arguments.ignoreDots()).isEqualTo(dots.equals("dots"));
        assertThat(arguments.readRecipients()).isEqualTo(recipients.equals("-t"));
        assertThat(arguments.readRecipients() ? "-t" : String.join(" ", arguments.operands()))
                .isEqualTo(recipients);
    }
}
