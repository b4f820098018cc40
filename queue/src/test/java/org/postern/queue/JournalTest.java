package org.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.mail.QueueId;
import org.postern.os.DurableFiles;
import org.postern.testkit.CrashingFiles;

class JournalTest {
    private static final Path DIRECTORY = Path.of("/journal");

    private final CrashingFiles files = new CrashingFiles(DIRECTORY);

    private static Journal open(CrashingFiles files) throws IOException {
        return open(files, new StandingClock());
    }

    private static Journal open(CrashingFiles files, Clock clock) throws IOException {
        JournalLimits limits = new JournalLimits(256 << 10, 4, 1, Duration.ZERO, Duration.ZERO);
        return Journal.open(files, DIRECTORY, limits, new SplittableRandom(5), clock);
    }

    private static JournalPlace commit(Journal journal, int number, byte[] body) throws QueueException {
        QueueId id = new QueueId("6API6f0" + (char) ('A' + number) + "015537");
        return journal.commit(id, Ascii.bytes("V8\nS<>\n.\n"), body, body.length, true);
    }

    @Test
    void aDamagedBlockCostsTheMessageInItAndNoOther() throws Exception {
        Journal journal = open(files);
        journal.start();
        for (int i = 0; i < 5; i++) {
            commit(journal, i, new byte[6000]);
        }
        journal.abandon();
        CrashingFiles after = files.restartAfterKill();
        // the second message starts in the third block of two
        try (DurableFiles.Handle handle = after.open(DIRECTORY.resolve("journal-000000"), true)) {
            handle.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), JournalFormat.BLOCK * 3L + 100);
        }
        Journal found = open(after);
        assertThat(found.unfinished()).hasSize(4);
        assertThat(found.damagedBlocks()).isPositive();
    }

    @Test
    void bytesOfAMessageAreNeverTakenForARecord() throws Exception {
        Journal journal = open(files);
        journal.start();
        JournalPlace first = commit(journal, 0, new byte[100]);
        // a copy of a whole record as the body of the next, at a block boundary, as a sender might try it
        ByteBuffer copy = ByteBuffer.allocate(JournalFormat.BLOCK);
        first.segment().read(copy, first.position());
        byte[] body = new byte[5 * JournalFormat.BLOCK];
        for (int i = 0; i + 32 <= JournalFormat.BLOCK; i++) {
            body[4 * JournalFormat.BLOCK - 200 + i] = copy.get(i);
        }
        commit(journal, 1, body);
        journal.abandon();
        CrashingFiles after = files.restartAfterKill();
        assertThat(open(after).unfinished()).hasSize(2);
    }

    @Test
    void aCommitThatComesAloneIsWrittenByWhoeverWaitsForItWhenTheDiskIsQuick() throws Exception {
        Journal journal = open(files);
        journal.start();
        commit(journal, 0, new byte[10]);
        assertThat(files.lastSyncer()).map(Thread::getName).contains("queue-journal");
        // the writer may still be busy with the one before
        boolean here = false;
        for (int i = 0; i < 1000 && !here; i++) {
            commit(journal, 1, new byte[10]);
            here = files.lastSyncer().filter(Thread.currentThread()::equals).isPresent();
        }
        assertThat(here).isTrue();
        journal.done(commit(journal, 2, new byte[10]));
        commit(journal, 3, new byte[10]);
        journal.close();
        assertThat(open(files.restartAfterKill()).unfinished())
                .extracting(place -> place.id().value().charAt(7))
                .containsExactly('A', 'B', 'D');
    }

    @Test
    void aCommitIsLeftToTheWriterWhenTheDiskIsSlow() throws Exception {
        StandingClock eachLook = new StandingClock();
        Journal journal = open(files, new Clock() {
            @Override
            public long epochMillis() {
                return eachLook.epochMillis();
            }

            @Override
            public long nanoTime() {
                eachLook.advanceSeconds(1);
                return eachLook.nanoTime();
            }
        });
        journal.start();
        commit(journal, 0, new byte[10]);
        commit(journal, 1, new byte[10]);
        assertThat(files.lastSyncer()).map(Thread::getName).contains("queue-journal");
        journal.close();
    }

    @Test
    void aCleanCloseLeavesNothingToReplay() throws Exception {
        Journal journal = open(files);
        journal.start();
        journal.done(commit(journal, 0, new byte[10]));
        journal.close();
        Journal again = open(files);
        assertThat(again.unfinished()).isEmpty();
        assertThat(again.damagedBlocks()).isZero();
    }
}
