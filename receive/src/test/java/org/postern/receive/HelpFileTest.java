package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.smtp.HelpTexts;

class HelpFileTest {
    @Test
    void findsTheLinesOfATopic() {
        HelpTexts help = HelpFile.of(List.of(
                "#vers\t2", "cpyr", "smtp\tTopics:", "smtp\t\tHELO\tEHLO", "helo\tHELO <hostname>", "helo\t\u0007end"));
        assertThat(help.available()).isTrue();
        assertThat(help.showsVersion()).isFalse();
        assertThat(HelpFile.of(List.of("smtp\tTopics:")).showsVersion()).isTrue();
        assertThat(help.lines("smtp")).contains(List.of("Topics:", " HELO EHLO"));
        assertThat(help.lines("hel")).contains(List.of("HELO <hostname>", " end"));
        assertThat(help.lines("nosuch")).isEmpty();
    }

    @Test
    void withoutAFileThereIsNoHelp(@TempDir Path folder) throws Exception {
        assertThat(HelpFile.read(folder.resolve("none")).available()).isFalse();
        Path file = Files.writeString(folder.resolve("helpfile"), "smtp\tTopics:\n");
        assertThat(HelpFile.read(file).lines("smtp")).contains(List.of("Topics:"));
    }
}
