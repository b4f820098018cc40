package org.postern.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.postern.base.Ascii;
import org.postern.base.Clock;

/// A small text file that is asked often: what was made of its lines is kept for as long as the file is the same one,
/// with the same size and time of change. A file that was changed a moment ago is read again at the next question, so
/// that a second change within one tick of the file system's clock is seen too.
///
/// @param <C> what is made of the lines
final class FileReading<C> {
    private static final long SETTLED_MILLIS = 2000;

    private final Path path;
    private final long largest;
    private final Clock clock;
    private final Function<List<String>, C> parser;
    private volatile Optional<Kept<C>> kept = Optional.empty();

    private record Stamp(Optional<Object> file, long size, FileTime changed) {
        static Stamp of(BasicFileAttributes attributes) {
            return new Stamp(
                    Optional.ofNullable(attributes.fileKey()), attributes.size(), attributes.lastModifiedTime());
        }
    }

    private record Kept<C>(Stamp stamp, C content) {}

    /// @param largest bytes; a longer file cannot be read
    FileReading(Path path, long largest, Clock clock, Function<List<String>, C> parser) {
        this.path = path;
        this.largest = largest;
        this.clock = clock;
        this.parser = parser;
    }

    Path path() {
        return path;
    }

    /// What is in the file now.
    ///
    /// @throws IOException when it cannot be read or is too long
    C content() throws IOException {
        Stamp now = Stamp.of(Files.readAttributes(path, BasicFileAttributes.class));
        Optional<Kept<C>> before = kept;
        if (before.isPresent() && before.get().stamp.equals(now)) {
            return before.get().content;
        }
        if (now.size > largest) {
            throw new OsException(Errno.EFBIG, "read", path.toString());
        }
        C content = parser.apply(List.of(Ascii.text(Files.readAllBytes(path)).split("\n", -1)));
        boolean settled = now.changed.toMillis() < clock.epochMillis() - SETTLED_MILLIS;
        kept = settled ? Optional.of(new Kept<>(now, content)) : Optional.empty();
        return content;
    }
}
