package org.postern.programs.users;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postern.base.Ascii;
import org.postern.maps.ConstantFileBuilder;
import org.postern.maps.MapFile;
import org.postern.maps.MapFiles;

/// Who got a reply when: the file `.vacation.db`. One that sendmail's vacation made is read; what is written is a
/// map file of Postern. Keys are addresses, or `@domain`; values are times in seconds, 0 for those who never get one.
///
/// Bounded: when there are more senders than the limit, the oldest replies are forgotten.
final class VacationRecord {
    private static final String INTERVAL_KEY = "__VACATION__INTERVAL__TIMER__";
    private static final long WEEK = 7 * 86_400L;
    private static final int VALUE_BYTES = 8;

    private final Path file;
    private final int limit;
    private final Map<String, Long> times = new LinkedHashMap<>();
    private long interval = WEEK;

    private VacationRecord(Path file, int limit) {
        this.file = file;
        this.limit = limit;
    }

    /// A record without entries; it replaces the file when it is saved.
    static VacationRecord empty(Path file, int limit) {
        return new VacationRecord(file, limit);
    }

    /// Reads a record; a file that is not there is an empty one.
    static VacationRecord read(Path file, int limit) throws IOException {
        VacationRecord record = new VacationRecord(file, limit);
        if (!Files.exists(file)) {
            return record;
        }
        try (MapFile map = MapFiles.open(file)) {
            map.forEach((key, value) -> {
                String name = Ascii.text(key);
                if (value.length == VALUE_BYTES && (name.equals(INTERVAL_KEY) || name.equals(INTERVAL_KEY + "\0"))) {
                    record.interval = seconds(value);
                } else if (value.length == VALUE_BYTES) {
                    record.times.put(name.endsWith("\0") ? name.substring(0, name.length() - 1) : name, seconds(value));
                }
                return record.times.size() < limit;
            });
        }
        return record;
    }

    private static long seconds(byte[] value) {
        return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private static byte[] bytes(long seconds) {
        return ByteBuffer.allocate(VALUE_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(seconds)
                .array();
    }

    /// Seconds between two replies to one sender; 0: never again.
    void interval(long seconds) {
        interval = seconds;
    }

    /// The addresses and the times, in the order of the file.
    Map<String, Long> times() {
        return java.util.Collections.unmodifiableMap(times);
    }

    /// An address or `@domain` that never gets a reply.
    void exclude(String address) {
        times.put(Ascii.lower(address), 0L);
    }

    /// True when the sender had a reply lately or never gets one.
    boolean forbids(String sender, long now) {
        String key = Ascii.lower(sender);
        int at = key.lastIndexOf('@');
        if (at >= 0 && times.getOrDefault(key.substring(at), -1L) == 0L) {
            return true;
        }
        Long then = times.getOrDefault(sender, times.get(key));
        return then != null && (then == 0 || interval == 0 || now < then + interval);
    }

    /// Notes a reply.
    void replied(String sender, long now) {
        times.put(Ascii.lower(sender), now);
        while (times.size() > limit) {
            Map.Entry<String, Long> oldest = times.entrySet().stream()
                    .filter(entry -> entry.getValue() != 0)
                    .min(Map.Entry.comparingByValue())
                    .orElseGet(() -> times.entrySet().iterator().next());
            times.remove(oldest.getKey());
        }
    }

    /// Writes the file anew and replaces it in one step.
    void save() throws IOException {
        try (ConstantFileBuilder builder = ConstantFileBuilder.create(file, false)) {
            builder.put(Ascii.bytes(INTERVAL_KEY), bytes(interval), ConstantFileBuilder.Duplicates.REPLACE);
            for (Map.Entry<String, Long> entry : times.entrySet()) {
                builder.put(
                        Ascii.bytes(entry.getKey()), bytes(entry.getValue()), ConstantFileBuilder.Duplicates.REPLACE);
            }
            builder.commit();
        }
    }
}
