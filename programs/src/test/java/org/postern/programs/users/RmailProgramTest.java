package org.postern.programs.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postern.programs.Invocation;

class RmailProgramTest {
    private final List<String> sent = new ArrayList<>();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    private int rmail(String input, String... arguments) throws InterruptedException {
        RmailProgram program = new RmailProgram((command, body) -> {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            body.write(message);
            sent.add(String.join(" ", command) + "\n" + message.toString(StandardCharsets.ISO_8859_1));
            return 0;
        });
        return program.run(new Invocation(
                "rmail",
                List.of(arguments),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.ISO_8859_1)),
                new PrintStream(errors, true, StandardCharsets.ISO_8859_1),
                new PrintStream(errors, true, StandardCharsets.ISO_8859_1),
                Map.of(),
                Path.of("/")));
    }

    @Test
    void theWayOfTheMessageBecomesItsSender() throws InterruptedException {
        String input = "From uucp Mon Jan 1 00:00:00 2026 remote from hub\n"
                + ">From bob Mon Jan 1 00:00:00 2026 remote from leaf\nSubject: x\n\nFrom the body\n";

        assertThat(rmail(input, "alice", "a,b")).isZero();
        assertThat(sent)
                .containsExactly("-G -oee -odq -oi -pUUCP:hub -f hub!leaf!bob -- alice <a,b>\n"
                        + "Subject: x\n\nFrom the body\n");
    }

    @Test
    void aDomainCanBeGivenAndFlagsCannotComeAsRecipients() throws InterruptedException {
        assertThat(rmail("From hub!bob Mon Jan 1 00:00:00 2026\n\n", "-D", "test", "--", "-bd"))
                .isZero();

        assertThat(sent).containsExactly("-G -oee -odq -oi -ptest:hub -f hub!bob -- -bd\n\n");
    }

    @Test
    void withoutAFromLineNothingIsSent() throws InterruptedException {
        assertThat(rmail("Subject: x\n\n", "alice")).isEqualTo(65);
        assertThat(rmail("From x\n", List.of().toArray(new String[0]))).isEqualTo(64);

        assertThat(errors.toString(StandardCharsets.ISO_8859_1))
                .isEqualTo("rmail: missing or empty From line: Subject: x\nusage: rmail [-T] [-D domain] user ...\n");
        assertThat(sent).isEmpty();
    }
}
