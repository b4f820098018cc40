package org.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.postern.mail.QueueId;

/// The table of what rests, against a plain map.
class RestingMessagesTest {
    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final SplittableRandom random = new SplittableRandom(4711);
    private final RestingMessages messages = new RestingMessages();
    private final Map<String, QueueEntry> model = new HashMap<>();
    private final Map<String, Long> due = new HashMap<>();

    private String name() {
        int length = 1 + random.nextInt(21);
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < length; i++) {
            name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return name.toString();
    }

    @Test
    void aNameComesBackAsItWasAndInItsOrder() {
        List<PackedId> packed = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            String name = name();
            PackedId id = PackedId.of(new QueueId(name));
            assertThat(id.id().value()).isEqualTo(name);
            packed.add(id);
            names.add(name);
        }
        packed.sort(Comparator.naturalOrder());
        names.sort(Comparator.naturalOrder());
        assertThat(packed.stream().map(id -> id.id().value())).isEqualTo(names);
    }

    private void put(String name, long dueSeconds, long priority) {
        QueueEntry entry = new QueueEntry(new QueueId(name));
        entry.priority = priority;
        entry.dueKnown = random.nextBoolean();
        messages.put(entry, dueSeconds == Long.MAX_VALUE ? dueSeconds : dueSeconds * 1000 - random.nextInt(1000));
        model.put(name, entry);
        due.put(name, dueSeconds);
    }

    private long due(QueueEntry entry) {
        return due.getOrDefault(entry.id.value(), Long.MAX_VALUE);
    }

    private Optional<String> first(long now) {
        return model.values().stream()
                .filter(entry -> due(entry) <= now)
                .min(Comparator.comparingLong(this::due)
                        .thenComparingLong(entry -> entry.priority)
                        .thenComparing(entry -> entry.id))
                .map(entry -> entry.id.value());
    }

    @Test
    void randomUseAgreesWithAPlainMap() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            names.add(name());
        }
        for (int step = 0; step < 20_000; step++) {
            String name = names.get(random.nextInt(names.size()));
            QueueId id = new QueueId(name);
            assertThat(messages.contains(id)).isEqualTo(model.containsKey(name));
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    if (!model.containsKey(name)) {
                        long when = random.nextInt(20) == 0 ? Long.MAX_VALUE : 1 + random.nextInt(100);
                        put(name, when, random.nextInt(10));
                    }
                }
                case 2 -> {
                    Optional<QueueEntry> taken = messages.take(id);
                    assertThat(taken.isPresent()).isEqualTo(model.containsKey(name));
                    taken.ifPresent(this::same);
                }
                default -> {
                    long now = random.nextInt(40);
                    Optional<String> expected = first(now);
                    Optional<QueueEntry> next = messages.next(now * 1000);
                    assertThat(next.map(entry -> entry.id.value())).isEqualTo(expected);
                    next.ifPresent(this::same);
                }
            }
            assertThat(messages.size()).isEqualTo(model.size());
        }
        List<String> walked = new ArrayList<>();
        for (int at = 0; at >= 0; ) {
            RestingMessages.Some some = messages.some(at, 7);
            some.entries().forEach(entry -> walked.add(entry.id.value()));
            at = some.next();
        }
        assertThat(walked).containsExactlyInAnyOrderElementsOf(model.keySet());
    }

    private void same(QueueEntry entry) {
        QueueEntry known = Objects.requireNonNull(model.remove(entry.id.value()));
        assertThat(known.priority).isEqualTo(entry.priority);
        assertThat(known.dueKnown).isEqualTo(entry.dueKnown);
        assertThat(entry.again).isTrue();
    }

    @Test
    void timesBeyond2038ComeToo() {
        long when = 4_102_444_800L;
        put("A", when, 0);
        assertThat(messages.nextDueMillis()).isEqualTo(when * 1000);
        assertThat(messages.next(when * 1000 - 1)).isEmpty();
        assertThat(messages.next(when * 1000)).isPresent();
    }

    @Test
    void aRunTakesWhatIsMarkedByCostAndLeavesTheRest() {
        for (int i = 0; i < 200; i++) {
            put("M" + i, 1000, 1000 - i);
        }
        QueueRun run = new QueueRun(QueueRun.Listener.NONE, false);
        int tried = 0;
        for (int i = 0; i < 200; i += 3) {
            boolean young = Objects.requireNonNull(model.get("M" + i)).dueKnown;
            tried += young ? 1 : 0;
            assertThat(messages.mark(new QueueId("M" + i), 999_000)).isEqualTo(!young);
            assertThat(messages.mark(new QueueId("M" + i), 1_000_000)).isEqualTo(young);
            assertThat(messages.mark(new QueueId("M" + i), 1_000_000)).isFalse();
        }
        assertThat(tried).isBetween(1, 66);
        assertThat(messages.marked()).isEqualTo(67);
        messages.makeMarkedDue(run);
        assertThat(messages.marked()).isZero();
        for (int i = 198; i >= 0; i -= 3) {
            QueueEntry entry = messages.next(0).orElseThrow();
            assertThat(entry.id.value()).isEqualTo("M" + i);
            assertThat(entry.run).isSameAs(run);
        }
        assertThat(messages.next(999_000)).isEmpty();
        assertThat(messages.nextDueMillis()).isEqualTo(1_000_000);
    }
}
