package org.postern.programs.mta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.dns.HostsTable;

class HostNameProblemTest {
    private static Optional<HostNameProblem> of(String name, String hosts) {
        return HostNameProblem.of(name, HostsTable.parse(hosts));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mail.exam.test | 127.0.1.1 mail.exam.test mail",
                "MAIL.exam.test | 127.0.1.1 mail.exam.test mail",
                "mail.exam.test | 127.0.0.1 localhost"
            })
    void aFullNameIsFine(String name, String hosts) {
        assertThat(of(name, hosts)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mail | 127.0.1.1 mail | without a domain | 127.0.1.1 mail.example.org mail",
                "mail.exam.test | 127.0.0.1 localhost mail.exam.test mail | another name of localhost"
                        + " | 127.0.1.1 mail.exam.test mail",
                "localhost | 127.0.0.1 localhost | which every host is | 127.0.1.1 mail.example.org mail",
                "localhost.localdomain | 127.0.0.1 x | which every host is | 127.0.1.1 mail.example.org mail"
            })
    void mistakesAreFoundWithTheLineThatMendsThem(String name, String hosts, String text, String line) {
        HostNameProblem problem = of(name, hosts).orElseThrow();
        assertThat(problem.text()).contains(text);
        assertThat(problem.line()).isEqualTo(line);
        assertThat(problem.sentence()).contains(line);
        assertThat(problem.command()).endsWith("sed -i '1i " + line + "' /etc/hosts");
        assertThat(of(line.split(" ", 3)[1], line + "\n" + hosts)).isEmpty();
    }

    @Test
    void onlyANamelessHostGetsAName() {
        assertThat(of("localhost", "").orElseThrow().command()).startsWith("echo mail > /etc/hostname");
        assertThat(of("mail", "").orElseThrow().command()).startsWith("sed");
    }
}
