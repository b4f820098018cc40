package org.postern.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.postern.os.DurableFiles;
import org.postern.os.NoSpaceException;

/// A file system in memory that forgets, when its power fails, whatever was not forced to the disk.
///
/// It promises as little as POSIX does: of the writes to a file since its last sync, each 512-byte sector is kept or
/// lost on its own; of the names created, renamed or removed since the last sync of their directory, each change is
/// kept or lost on its own (a rename as a whole). It can stop at the n-th change, be full, and fail a sync, after
/// which the unsynced data of that file is never written, however often the sync is repeated.
///
/// The parts that a test steers ([#stopAt], [#capacity], [#failNextSync], [#restart]) may be called from any thread.
public final class CrashingFiles implements DurableFiles {
    /// Who owns every file.
    public static final int OWNER = 1000;

    private static final int DEVICE = 7;

    private final Map<Path, Inode> names = new LinkedHashMap<>();
    private final Map<Path, Inode> durableNames = new LinkedHashMap<>();
    private final Set<Path> directories = new HashSet<>();
    private final List<NameChange> pending = new ArrayList<>();
    private final Set<Inode> locked = new HashSet<>();
    private long operations;
    private long stopAt = Long.MAX_VALUE;
    private boolean stopped;
    private long capacity = Long.MAX_VALUE / 4;
    private final Map<Path, Long> freeBelow = new HashMap<>();
    private int failingSyncs;
    private Optional<Thread> lastSyncer = Optional.empty();
    private long nextInode = 100;

    /// @param existing the directories that are there from the start
    public CrashingFiles(Path... existing) {
        directories.addAll(List.of(existing));
    }

    /// Stops the machine in the `count`-th change from now on (1 is the next one): that change may or may not reach
    /// the disk, and every later call fails with [CrashedException].
    public synchronized void stopAt(long count) {
        stopAt = operations + count;
    }

    /// Stops the machine now.
    public synchronized void stop() {
        stopped = true;
    }

    /// True when the machine has stopped.
    public synchronized boolean stopped() {
        return stopped;
    }

    /// How many changes there have been so far.
    public synchronized long operations() {
        return operations;
    }

    /// Limits the bytes that all files together may have.
    public synchronized void capacity(long bytes) {
        capacity = bytes;
    }

    /// Says how much is free below a directory, as if that were another file system.
    public synchronized void free(Path directory, long bytes) {
        freeBelow.put(directory, bytes);
    }

    /// Lets the next sync of a file fail, as a failing disk does.
    public synchronized void failNextSync() {
        failingSyncs++;
    }

    /// The thread that forced a file to the disk last.
    public synchronized Optional<Thread> lastSyncer() {
        return lastSyncer;
    }

    /// The bytes of all files together.
    public synchronized long used() {
        return names.values().stream()
                .distinct()
                .mapToLong(inode -> inode.content.size())
                .sum();
    }

    /// What a machine finds after a power failure now; this one is stopped.
    ///
    /// @param random decides what of the unsynced changes is kept
    public synchronized CrashingFiles restart(RandomGenerator random) {
        stopped = true;
        CrashingFiles after = new CrashingFiles();
        after.directories.addAll(directories);
        after.nextInode = nextInode;
        Map<Path, Inode> kept = new LinkedHashMap<>(durableNames);
        for (NameChange change : pending) {
            if (random.nextBoolean()) {
                change.apply(kept);
            }
        }
        Map<Inode, Inode> copies = new LinkedHashMap<>();
        kept.forEach((path, inode) -> after.names.put(path, copies.computeIfAbsent(inode, old -> old.after(random))));
        after.durableNames.putAll(after.names);
        return after;
    }

    /// What a new process finds after this one was killed: everything that was written.
    public synchronized CrashingFiles restartAfterKill() {
        stopped = true;
        CrashingFiles after = new CrashingFiles();
        after.directories.addAll(directories);
        after.nextInode = nextInode;
        after.names.putAll(names);
        after.durableNames.putAll(durableNames);
        after.pending.addAll(pending);
        return after;
    }

    private void running() throws CrashedException {
        if (stopped) {
            throw new CrashedException();
        }
    }

    /// Called after each change.
    private void changed() throws CrashedException {
        operations++;
        if (operations >= stopAt) {
            stopped = true;
            throw new CrashedException();
        }
    }

    /// Called instead of a sync: true when the machine stops before it took effect.
    private boolean stopsNow() {
        return operations + 1 >= stopAt;
    }

    private void change(NameChange change) throws CrashedException {
        change.apply(names);
        pending.add(change);
        changed();
    }

    @Override
    public synchronized Handle create(Path path, int mode) throws IOException {
        running();
        needDirectory(path);
        if (names.containsKey(path)) {
            throw new FileAlreadyExistsException(path.toString());
        }
        if (used() >= capacity) {
            throw new NoSpaceException(path.toString());
        }
        Inode inode = new Inode(nextInode++, mode, SectorFile.empty());
        change(new NameChange(parent(path), null, path, inode));
        return new OpenFile(inode);
    }

    private void needDirectory(Path path) throws NoSuchFileException {
        if (!directories.contains(parent(path))) {
            throw new NoSuchFileException(path.toString());
        }
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    private Inode named(Path path) throws NoSuchFileException {
        Inode inode = names.get(path);
        if (inode == null) {
            throw new NoSuchFileException(path.toString());
        }
        return inode;
    }

    @Override
    public synchronized Handle open(Path path, boolean writable) throws IOException {
        running();
        return new OpenFile(named(path));
    }

    @Override
    public synchronized Optional<Facts> facts(Path path) throws IOException {
        running();
        if (directories.contains(path)) {
            return Optional.of(new Facts(false, 0, 0700, OWNER, OWNER, 2, DEVICE, 1, 0));
        }
        return Optional.ofNullable(names.get(path)).map(Inode::facts);
    }

    @Override
    public synchronized void createDirectory(Path path, int mode) throws IOException {
        running();
        needDirectory(path);
        directories.add(path);
        changed();
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        running();
        needDirectory(to);
        change(new NameChange(parent(to), from, to, named(from)));
    }

    @Override
    public synchronized boolean unlink(Path path) throws IOException {
        running();
        if (!names.containsKey(path)) {
            return false;
        }
        change(new NameChange(parent(path), path, null, names.get(path)));
        return true;
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        running();
        if (!stopsNow()) {
            for (NameChange change : List.copyOf(pending)) {
                if (change.synced(directory)) {
                    change.apply(durableNames);
                    pending.remove(change);
                }
            }
        }
        changed();
    }

    @Override
    public synchronized void walk(Path directory, Visitor visitor) throws IOException {
        running();
        for (Path path : List.copyOf(names.keySet())) {
            if (parent(path).equals(directory) && !visitor.visit(String.valueOf(path.getFileName()))) {
                return;
            }
        }
        for (Path path : List.copyOf(directories)) {
            boolean inside = parent(path).equals(directory) && !path.equals(directory);
            if (inside && !visitor.visit(String.valueOf(path.getFileName()))) {
                return;
            }
        }
    }

    @Override
    public synchronized long freeBytes(Path directory) throws IOException {
        running();
        Long own = freeBelow.get(directory);
        return own == null ? Math.max(0, capacity - used()) : own;
    }

    @Override
    public synchronized Optional<Lock> tryLock(Path path) throws IOException {
        running();
        Inode inode = named(path);
        return locked.add(inode) ? Optional.of(new Held(inode)) : Optional.empty();
    }

    private synchronized void unlock(Inode inode) {
        locked.remove(inode);
    }

    private synchronized boolean names(Path path, Inode inode) throws IOException {
        running();
        return inode.equals(names.get(path));
    }

    private synchronized void write(Inode inode, ByteBuffer source, long position) throws IOException {
        running();
        long growth = Math.max(0, position + source.remaining() - inode.content.size());
        long room = capacity - used();
        if (growth > room) {
            int fits = (int) Math.max(0, source.remaining() - (growth - Math.max(0, room)));
            byte[] part = new byte[fits];
            source.get(part);
            inode.content.write(part, position);
            changed();
            throw new NoSpaceException("inode " + inode.number);
        }
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        inode.content.write(bytes, position);
        changed();
    }

    private synchronized int read(Inode inode, ByteBuffer target, long position) throws IOException {
        running();
        return inode.content.read(target, position);
    }

    private synchronized void sync(Inode inode) throws IOException {
        running();
        lastSyncer = Optional.of(Thread.currentThread());
        if (failingSyncs > 0) {
            failingSyncs--;
            inode.content.forgetUnsynced();
            changed();
            throw new IOException("inode " + inode.number + ": input/output error");
        }
        if (!stopsNow()) {
            inode.content.sync();
        }
        changed();
    }

    private synchronized long size(Inode inode) throws IOException {
        running();
        return inode.content.size();
    }

    /// A file apart from its names.
    private record Inode(long number, int mode, SectorFile content) {
        Inode after(RandomGenerator random) {
            return new Inode(number, mode, content.afterPowerFailure(random));
        }

        Facts facts() {
            return new Facts(true, content.size(), mode, OWNER, OWNER, 1, DEVICE, number, 0);
        }
    }

    /// A name set, moved or removed; `from` is removed, `to` is set.
    private static final class NameChange {
        private final Set<Path> unsynced = new HashSet<>();
        private final @Nullable Path from;
        private final @Nullable Path to;
        private final Inode inode;

        NameChange(Path directory, @Nullable Path from, @Nullable Path to, Inode inode) {
            this.from = from;
            this.to = to;
            this.inode = inode;
            unsynced.add(directory);
            if (from != null) {
                unsynced.add(parent(from));
            }
        }

        boolean synced(Path directory) {
            unsynced.remove(directory);
            return unsynced.isEmpty();
        }

        void apply(Map<Path, Inode> target) {
            if (from != null) {
                target.remove(from);
            }
            if (to != null) {
                target.put(to, inode);
            }
        }
    }

    private final class Held implements Lock {
        private final Inode inode;
        private boolean open = true;

        Held(Inode inode) {
            this.inode = inode;
        }

        @Override
        public boolean stillNames(Path path) throws IOException {
            return names(path, inode);
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                unlock(inode);
            }
        }
    }

    private final class OpenFile implements Handle {
        private final Inode inode;

        OpenFile(Inode inode) {
            this.inode = inode;
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return CrashingFiles.this.read(inode, target, position);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            CrashingFiles.this.write(inode, source, position);
        }

        @Override
        public void append(ByteBuffer source) throws IOException {
            CrashingFiles.this.write(inode, source, size());
        }

        @Override
        public void preallocate(long size) throws IOException {
            long from = size();
            CrashingFiles.this.write(inode, ByteBuffer.allocate((int) Math.max(0, size - from)), from);
            syncData();
        }

        @Override
        public void syncData() throws IOException {
            sync(inode);
        }

        @Override
        public long size() throws IOException {
            return CrashingFiles.this.size(inode);
        }

        @Override
        public Facts facts() throws IOException {
            running();
            return inode.facts();
        }

        @Override
        public void close() {
            // nothing to give back
        }
    }
}
