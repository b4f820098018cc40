package org.postern.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postern.cf.LookupResult;
import org.postern.cf.MapLookup;

/// What every map does, whatever is behind it. The map under test knows the key `one`, in any case unless it minds
/// case, and not the key `nosuchkey`.
interface MapLookupContract {
    /// The map under test.
    MapLookup map() throws Exception;

    /// The value of `one`.
    String valueOfOne();

    @Test
    default void findsAKey() throws Exception {
        assertThat(TestMaps.find(map(), "one")).isEqualTo(TestMaps.found(valueOfOne()));
    }

    @Test
    default void doesNotFindAMissingKey() throws Exception {
        assertThat(TestMaps.find(map(), "nosuchkey")).isEqualTo(TestMaps.notFound());
    }

    @Test
    default void survivesHostileKeys() throws Exception {
        MapLookup map = map();
        List<String> keys =
                List.of("", "\0", "one\0", "%0", "%", "x".repeat(100_000), "\u00ff\u0080", "../one", "one\n", "@");
        for (String key : keys) {
            assertThat(TestMaps.find(map, key)).as(key).isNotEqualTo(TestMaps.found(valueOfOne()));
        }
    }

    @Test
    default void doesNotMindArguments() throws Exception {
        List<String> many = IntStream.range(0, 50).mapToObj(i -> "%" + i).toList();
        assertThat(map().lookup("one", many, TestMaps.NO_MACROS)).isEqualTo(TestMaps.found(valueOfOne()));
    }

    @Test
    default void answersSeveralThreads() throws Exception {
        MapLookup map = map();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<LookupResult>> answers = IntStream.range(0, 200)
                    .mapToObj(i -> threads.submit(() -> TestMaps.find(map, i % 2 == 0 ? "one" : "nosuchkey")))
                    .toList();
            for (int i = 0; i < answers.size(); i++) {
                LookupResult expected = i % 2 == 0 ? TestMaps.found(valueOfOne()) : TestMaps.notFound();
                assertThat(answers.get(i).get()).isEqualTo(expected);
            }
        }
    }
}
