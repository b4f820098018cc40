package org.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.base.Ascii;
import org.postern.os.RealDurableFiles;

/// Compares with what the real `mailq` 8.17 printed for the same files.
class QueueListingTest {
    private static final List<String> FILES = List.of(
            "Qf6APIJQkg026228",
            "Qf6APIJQki026228",
            "df6APIF9lQ022385",
            "df6APIG91D023000",
            "df6APIHQMt024850",
            "df6APIHQMu024850",
            "df6APIJQkg026228",
            "df6APIJQki026228",
            "df6APIJQkk026228",
            "df6APIJQkl026228",
            "hf6APIF9lQ022385",
            "qf6APIG91D023000",
            "qf6APIHQMt024850",
            "qf6APIHQMu024850",
            "qf6APIJQkk026228",
            "qf6APIJQkl026228");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private static byte[] recorded(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(QueueListingTest.class.getResourceAsStream("listing/" + name), name)) {
            return in.readAllBytes();
        }
    }

    private String list(QueueKind kind, boolean verbose, long minQueueAge) throws IOException {
        StringBuilder out = new StringBuilder();
        QueueSelection all = new QueueSelection(kind, Optional.empty(), List.of());
        QueueListing.Style style = new QueueListing.Style(all, verbose, minQueueAge, 1 << 20, 0);
        new QueueListing(new RealDurableFiles(), later(), ZoneOffset.UTC, style, out::append).print(List.of(directory));
        return out.toString().replace(directory.toString(), "DIRECTORY");
    }

    private static StandingClock later() {
        StandingClock clock = new StandingClock();
        clock.advanceSeconds(1000);
        return clock;
    }

    /// The messages apart; those of the same priority come in the order of the directory.
    private static List<String> parts(String listing) {
        return Stream.of(listing.split("(?m)^(?=6API|\t\tTotal)")).sorted().toList();
    }

    @ParameterizedTest
    @CsvSource({
        "mailq, NORMAL, false, 0",
        "mailqv, NORMAL, true, 0",
        "mailqQ, QUARANTINED, false, 0",
        "mailqL, LOST, false, 0",
        "young, NORMAL, false, 3600"
    })
    void printsWhatSendmailPrints(String name, QueueKind kind, boolean verbose, long minQueueAge) throws IOException {
        for (String file : FILES) {
            Files.write(directory.resolve(file), recorded(file));
        }
        String expected = Ascii.text(recorded(name + ".txt"));
        assertThat(parts(list(kind, verbose, minQueueAge))).isEqualTo(parts(expected));
    }

    @Test
    void cutsAndEscapesAsSendmailDoes() throws IOException {
        Files.write(directory.resolve("qf6API8eMS017801"), recorded("long"));
        Files.write(directory.resolve("df6API8eMS017801"), new byte[100]);
        assertThat(list(QueueKind.NORMAL, false, 0)).contains(Ascii.text(recorded("long.txt")));
    }

    @Test
    void marksWhatIsLockedAndWhatHasNoContent() throws IOException {
        RealDurableFiles files = new RealDurableFiles();
        Files.write(directory.resolve("qf6API8eMS017801"), recorded("long"));
        Files.write(directory.resolve("qf6API8eMS017802"), new byte[0]);
        try (var _ = files.tryLock(directory.resolve("qf6API8eMS017801")).orElseThrow()) {
            assertThat(list(QueueKind.NORMAL, false, 0))
                    .contains("6API8eMS017801*")
                    .contains("6API8eMS017802 (no control file)");
        }
    }

    @Test
    void moreMessagesThanAreSortedArePrintedAsTheyAreFound() throws IOException {
        for (String file : FILES) {
            Files.write(directory.resolve(file), recorded(file));
        }
        StringBuilder out = new StringBuilder();
        QueueListing.Style style = new QueueListing.Style(QueueSelection.ALL, false, 0, 1 << 20, 0, 2, _ -> false);
        QueueListing listing = new QueueListing(new RealDurableFiles(), later(), ZoneOffset.UTC, style, out::append);
        listing.print(List.of(directory));
        assertThat(out.toString())
                .startsWith("\t\t" + directory + " (more than 2 requests)\n")
                .endsWith("requests: 5\n");
        List<String> sorted = parts(Ascii.text(recorded("mailq.txt")));
        assertThat(parts(out.toString().replace(directory + " (more than 2 ", "DIRECTORY (5 ")))
                .isEqualTo(sorted);
    }

    @Test
    void printsNoMoreThanARunTakes() throws IOException {
        for (String file : FILES) {
            Files.write(directory.resolve(file), recorded(file));
        }
        StringBuilder out = new StringBuilder();
        QueueListing.Style style = new QueueListing.Style(QueueSelection.ALL, false, 0, 1 << 20, 2);
        new QueueListing(new RealDurableFiles(), later(), ZoneOffset.UTC, style, out::append).print(List.of(directory));
        assertThat(out.toString())
                .startsWith("\t\t" + directory + " (5 requests, only 2 printed)\n")
                .endsWith("\t\tTotal requests: 5\n");
        assertThat(out.toString().lines().filter(line -> line.startsWith("6API")))
                .hasSize(2);
    }

    /// As the real program with `QueueLA=1` and `QueueFactor=1` on a busy host; a message that is too young has its own
    /// mark.
    @Test
    void marksWhatTheLoadOfTheHostKeeps() throws IOException {
        for (String file : FILES) {
            Files.write(directory.resolve(file), recorded(file));
        }
        StringBuilder out = new StringBuilder();
        QueueListing.Style style = new QueueListing.Style(QueueSelection.ALL, false, 0, 1 << 20, 0).withHeld(_ -> true);
        new QueueListing(new RealDurableFiles(), later(), ZoneOffset.UTC, style, out::append).print(List.of(directory));
        assertThat(out.toString().lines().filter(line -> line.startsWith("6API")))
                .isNotEmpty()
                .allMatch(line -> line.charAt(14) == 'X');
    }

    @Test
    void nothingMoreIsReadWhenNobodyReads() throws IOException {
        for (int i = 0; i < 50; i++) {
            Files.write(directory.resolve("qfA" + i), recorded("long"));
        }
        StringBuilder out = new StringBuilder();
        QueueListing.Style style = new QueueListing.Style(QueueSelection.ALL, false, 0, 1 << 20, 0, 2, _ -> false);
        new QueueListing(new RealDurableFiles(), later(), ZoneOffset.UTC, style, out::append, () -> out.length() < 1000)
                .print(List.of(directory));
        assertThat(out.length()).isLessThan(3000);
    }

    @Test
    void anEmptyQueueIsEmpty() throws IOException {
        assertThat(list(QueueKind.NORMAL, false, 0)).isEqualTo("DIRECTORY is empty\n\t\tTotal requests: 0\n");
    }
}
