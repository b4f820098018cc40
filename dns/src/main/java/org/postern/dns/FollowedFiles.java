package org.postern.dns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.postern.base.Clock;

/// A value made from files, and made anew when one of them has changed. The files are looked at once in a second at
/// most, by whoever asks first after that; everybody else gets what is there already.
///
/// @param <T> immutable
public final class FollowedFiles<T> implements Supplier<T> {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<Path> files;
    private final Supplier<T> making;
    private final Clock clock;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Made<T> made;

    /// What was made, and of what.
    private record Made<T>(T value, List<String> marks, long lookedAt) {}

    /// @param making reads the files; it copes with those that are missing or unreadable
    public FollowedFiles(List<Path> files, Supplier<T> making, Clock clock) {
        this.files = List.copyOf(files);
        this.making = making;
        this.clock = clock;
        // The marks come first: a file that changes meanwhile is read again.
        List<String> marks = marks();
        this.made = new Made<>(making.get(), marks, clock.nanoTime());
    }

    /// A value that follows the same files and is made from this one, once for each time that this one is made.
    public <U> Supplier<U> map(Function<T, U> function) {
        return new Mapped<>(this, function);
    }

    @Override
    public T get() {
        Made<T> now = made;
        if (clock.nanoTime() - now.lookedAt() < PAUSE_NANOS || !looking.tryLock()) {
            return now.value();
        }
        try {
            long time = clock.nanoTime();
            List<String> marks = marks();
            made = marks.equals(now.marks())
                    ? new Made<>(now.value(), marks, time)
                    : new Made<>(making.get(), marks, time);
            return made.value();
        } finally {
            looking.unlock();
        }
    }

    private List<String> marks() {
        List<String> marks = new ArrayList<>();
        for (Path file : files) {
            marks.add(mark(file));
        }
        return marks;
    }

    /// What differs when the file does: another one of the same name, a later change, another length.
    private static String mark(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return found.fileKey() + " " + found.lastModifiedTime().to(TimeUnit.NANOSECONDS) + " " + found.size();
        } catch (IOException missing) {
            return "";
        }
    }

    private static final class Mapped<T, U> implements Supplier<U> {
        private final Supplier<T> from;
        private final Function<T, U> function;
        private volatile Pair<T, U> pair;

        private record Pair<T, U>(T from, U to) {}

        Mapped(Supplier<T> from, Function<T, U> function) {
            this.from = from;
            this.function = function;
            T first = from.get();
            this.pair = new Pair<>(first, function.apply(first));
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // another object is one that was made later
        public U get() {
            T now = from.get();
            Pair<T, U> last = pair;
            if (last.from() != now) {
                last = new Pair<>(now, function.apply(now));
                pair = last;
            }
            return last.to();
        }
    }
}
