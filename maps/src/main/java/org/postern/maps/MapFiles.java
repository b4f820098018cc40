package org.postern.maps;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Opens map files of every kind that can be read; the kind is found from the file's own bytes: our own format,
/// Berkeley DB hash or btree, and, for files that end in `.cdb`, the classic constant database.
public final class MapFiles {
    /// The largest key or value of a map file, in bytes.
    public static final int ITEM_LIMIT = 16 * 1024 * 1024;

    private static final String CDB_SUFFIX = ".cdb";

    private MapFiles() {}

    /// Opens a file for reading.
    ///
    /// @throws MapFileException when the file is damaged or of another kind
    public static MapFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        boolean keep = false;
        try {
            MapFile file = open(channel, path);
            keep = !(file instanceof ConstantFile);
            return file;
        } finally {
            if (!keep) {
                channel.close();
            }
        }
    }

    private static MapFile open(FileChannel channel, Path path) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        while (start.hasRemaining() && channel.read(start, start.position()) >= 0) {
            // until 16 bytes or the end
        }
        if (start.position() == 16 && start.getLong(0) == ConstantFormat.MAGIC) {
            return ConstantFile.open(channel, ITEM_LIMIT);
        }
        if (start.position() == 16 && isBerkeley(start)) {
            BerkeleyPages pages = BerkeleyPages.open(channel, ITEM_LIMIT);
            return pages.meta(12) == BerkeleyPages.HASH_MAGIC ? BerkeleyHash.open(pages) : new BerkeleyTree(pages);
        }
        if (path.toString().endsWith(CDB_SUFFIX)) {
            return CdbFile.open(channel, ITEM_LIMIT);
        }
        throw new MapFileException("neither a map file of ours nor one of Berkeley DB");
    }

    private static boolean isBerkeley(ByteBuffer start) {
        int magic = start.getInt(12);
        int reversed = Integer.reverseBytes(magic);
        return magic == BerkeleyPages.HASH_MAGIC
                || magic == BerkeleyPages.BTREE_MAGIC
                || reversed == BerkeleyPages.HASH_MAGIC
                || reversed == BerkeleyPages.BTREE_MAGIC;
    }
}
