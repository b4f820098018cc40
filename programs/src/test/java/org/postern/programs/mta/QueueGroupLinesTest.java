package org.postern.programs.mta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.queue.QueueGroup;
import org.postern.queue.QueueGroups;

/// QueueDirectory and Q lines.
class QueueGroupLinesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private QueueGroups groups(String lines) throws IOException {
        Path file = folder.resolve("sendmail.cf");
        Files.writeString(file, "V10/Berkeley\n" + lines);
        return DaemonConfiguration.queueGroups(DaemonConfiguration.readWithoutPrograms(file, List.of()));
    }

    @Test
    void aStarMeansAllDirectoriesOfThatBeginning() throws IOException {
        for (String name : List.of("main2", "main1", "other")) {
            Files.createDirectory(folder.resolve(name));
        }
        Files.createFile(folder.resolve("main3"));
        QueueGroups groups = groups("O QueueDirectory=" + folder + "/main*\nQslow, P=" + folder
                + "/other, F=f, N=5, I=2h, J=100, R=3, r=7\n");
        assertThat(groups.all())
                .containsExactly(
                        QueueGroup.of(QueueGroup.DEFAULT, List.of(folder.resolve("main1"), folder.resolve("main2"))),
                        new QueueGroup("slow", List.of(folder.resolve("other")), 3, 100, Duration.ofHours(2), 7));
    }

    /// MaxRunnersPerQueue counts for groups without `R=`.
    @Test
    void runnersOfGroupsThatDoNotSay() throws IOException {
        Files.createDirectory(folder.resolve("q"));
        String directory = "O QueueDirectory=" + folder + "/q\n";
        assertThat(groups(directory + "O MaxRunnersPerQueue=4\nQa\nQb, R=2\n").all())
                .extracting(QueueGroup::runners)
                .containsExactly(4, 4, 2);
        assertThat(groups(directory + "Qa\n").all())
                .extracting(QueueGroup::runners)
                .containsExactly(0, 0);
    }

    @Test
    void aDirectoryThatIsMissingIsSaid() {
        assertThatThrownBy(() -> groups("O QueueDirectory=" + folder + "/none*\n"))
                .hasMessageContaining("mkdir -m 0700 " + folder + "/none1");
    }
}
