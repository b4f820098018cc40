package org.postern.maps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.postern.maps.ConstantFileBuilder.Duplicates;

/// Begins a new map file as makemap and editmap do: checks the place, optionally starts with what is there, and gives a
/// new file to TrustedUser.
final class MapWriter implements AutoCloseable {
    private final ConstantFileBuilder builder;
    private final Path target;
    private final boolean fresh;

    private MapWriter(ConstantFileBuilder builder, Path target, boolean fresh) {
        this.builder = builder;
        this.target = target;
        this.fresh = fresh;
    }

    /// Starts an empty map.
    ///
    /// @throws UnsafeMapFileException when the place must not be written to
    static MapWriter begin(Path target, boolean sorted, MapFileCheck check, MapFileCheck.Purpose purpose)
            throws IOException {
        boolean fresh = !Files.exists(target, LinkOption.NOFOLLOW_LINKS);
        var refusal = check.refusal(target, purpose);
        if (refusal.isPresent()) {
            throw new UnsafeMapFileException(refusal.get());
        }
        // a link that may be followed stays, and what it points to is replaced
        Path place = Files.isSymbolicLink(target) && Files.exists(target) ? target.toRealPath() : target;
        return new MapWriter(ConstantFileBuilder.create(place, sorted), place, fresh);
    }

    /// Copies the entries of the existing file, whatever its kind, for which the filter says yes.
    void copyExisting(MapFile.Visitor filter) throws IOException {
        if (fresh) {
            return;
        }
        try (MapFile old = MapFiles.open(target)) {
            old.forEach((key, value) -> {
                if (filter.entry(key, value)) {
                    builder.put(key, value, Duplicates.KEEP);
                }
                return true;
            });
        }
    }

    boolean put(byte[] key, byte[] value, Duplicates duplicates) throws IOException {
        return builder.put(key, value, duplicates);
    }

    /// Puts the new map in its place; a map that did not exist before is given to its owner.
    void commit(MapOwner owner) throws IOException {
        builder.commit();
        if (fresh) {
            owner.give(target);
        }
    }

    @Override
    public void close() throws IOException {
        builder.close();
    }
}
