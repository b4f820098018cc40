package org.postern.programs.sendmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.cf.Configuration;
import org.postern.programs.mta.DaemonConfiguration;

class StartRefusalTest {
    private static final String ENOUGH =
            "V10\nCP.\nScanonify=3\nS0\nS3\nMlocal, P=[IPC], F=l, A=TCP $h\nMprog, P=[IPC], F=l, A=TCP $h\n"
                    + "Troot\n";

    @TempDir
    Path folder;

    private Path queue;

    @BeforeEach
    void directory() throws IOException {
        queue = Files.createDirectory(folder.resolve("queue"));
    }

    private Configuration read(String more) throws IOException {
        Path file = folder.resolve("t.cf");
        Files.writeString(file, ENOUGH + "O QueueDirectory=" + queue + "\n" + more);
        return DaemonConfiguration.readInHelper(file, List.of()).configuration();
    }

    @Test
    void aGoodConfigurationMayBeTakenOver() throws IOException {
        assertThat(StartRefusal.ofRestart(read(""))).isEmpty();
        assertThat(StartRefusal.of(read(""))).isEmpty();
    }

    @Test
    void aBadLineIsNamed() throws IOException {
        assertThat(StartRefusal.ofRestart(read("R broken\n")))
                .singleElement()
                .asString()
                .contains("t.cf: line ")
                .contains("R broken");
    }

    @Test
    void soIsAMapThatCannotBe() throws IOException {
        assertThat(StartRefusal.ofRestart(read("Kbad nosuchclass /x\n"))).isNotEmpty();
    }

    @Test
    void soAreFiltersAndAMissingQueue() throws IOException {
        assertThat(StartRefusal.ofRestart(read("Xfilter, S=inet:1@127.0.0.1\n")))
                .singleElement()
                .asString()
                .contains("mail filters");
        Files.delete(queue);
        assertThat(StartRefusal.ofRestart(read(""))).singleElement().asString().contains("does not exist");
    }
}
