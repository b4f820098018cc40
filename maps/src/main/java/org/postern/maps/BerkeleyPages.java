package org.postern.maps;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/// The pages of a Berkeley DB file (version 4.2 to 18.1, both byte orders), read one by one and checked.
///
/// Layout of every page: 8 bytes log position, then the page number, previous and next page (4 bytes each), number of
/// items and start of the free space (2 each), level and type (1 each); at 26 begin the offsets of the items, 2 bytes
/// each; the items themselves fill the page from its end. The first page of the file has other fields: magic at 12,
/// version at 16, page size at 20, flags at 26, last page at 32, and from 72 those of the access method.
///
/// Reads go through the file and not through a mapping: the real makemap truncates files in place, and a mapping of a
/// truncated file ends the process that touches it.
final class BerkeleyPages implements AutoCloseable {
    static final int HASH_MAGIC = 0x061561;
    static final int BTREE_MAGIC = 0x053162;
    static final int HEADER = 26;

    static final int TYPE_HASH_UNSORTED = 2;
    static final int TYPE_BTREE_INTERNAL = 3;
    static final int TYPE_RECORD_INTERNAL = 4;
    static final int TYPE_BTREE_LEAF = 5;
    static final int TYPE_RECORD_LEAF = 6;
    static final int TYPE_OVERFLOW = 7;
    static final int TYPE_DUPLICATE_LEAF = 12;
    static final int TYPE_HASH = 13;

    private static final int SMALLEST_PAGE = 512;
    private static final int LARGEST_PAGE = 64 * 1024;
    private static final int META_LENGTH = 512;

    private final FileChannel channel;
    private final ByteBuffer meta;
    private final int pageSize;
    private final long pages;
    private final int valueLimit;

    private BerkeleyPages(FileChannel channel, ByteBuffer meta, int pageSize, long pages, int valueLimit) {
        this.channel = channel;
        this.meta = meta;
        this.pageSize = pageSize;
        this.pages = pages;
        this.valueLimit = valueLimit;
    }

    /// Reads and checks the first page.
    ///
    /// @param valueLimit the largest key or value that is put together from several pages, in bytes
    static BerkeleyPages open(FileChannel channel, int valueLimit) throws IOException {
        ByteBuffer meta = ByteBuffer.allocate(META_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        readFully(channel, meta, 0);
        if (!isMagic(meta.getInt(12))) {
            meta.order(ByteOrder.BIG_ENDIAN);
        }
        int magic = meta.getInt(12);
        if (!isMagic(magic)) {
            throw new MapFileException("not a Berkeley DB file");
        }
        int version = meta.getInt(16);
        if (version < 7 || version > 10) {
            throw new MapFileException("Berkeley DB format version " + version + " is not supported");
        }
        int pageSize = meta.getInt(20);
        if (pageSize < SMALLEST_PAGE || pageSize > LARGEST_PAGE || Integer.bitCount(pageSize) != 1) {
            throw new MapFileException("page size " + pageSize);
        }
        if (meta.get(24) != 0 || meta.get(26) != 0) {
            throw new MapFileException("encrypted, checksummed and partitioned files are not supported");
        }
        return new BerkeleyPages(channel, meta, pageSize, channel.size() / pageSize, valueLimit);
    }

    private static boolean isMagic(int magic) {
        return magic == HASH_MAGIC || magic == BTREE_MAGIC;
    }

    private static void readFully(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
        long at = position;
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, at);
            if (count < 0) {
                throw new MapFileException("the file ends within a page");
            }
            at += count;
        }
        buffer.flip();
    }

    /// A 4-byte field of the first page.
    int meta(int offset) {
        return meta.getInt(offset);
    }

    int pageSize() {
        return pageSize;
    }

    /// How many whole pages the file has; every chain of pages is shorter.
    long pages() {
        return pages;
    }

    /// Reads one page and checks its header.
    ByteBuffer page(long number) throws IOException {
        if (number <= 0 || number >= pages) {
            throw new MapFileException("page " + number + " is outside of the file");
        }
        ByteBuffer page = ByteBuffer.allocate(pageSize).order(meta.order());
        readFully(channel, page, number * pageSize);
        if (type(page) != 0 && Integer.toUnsignedLong(page.getInt(8)) != number) {
            throw new MapFileException("page " + number + " says that it is page " + page.getInt(8));
        }
        if (HEADER + 2 * entries(page) > pageSize && type(page) != TYPE_OVERFLOW) {
            throw new MapFileException("page " + number + " has too many items");
        }
        return page;
    }

    static int type(ByteBuffer page) {
        return page.get(25);
    }

    static int entries(ByteBuffer page) {
        return Short.toUnsignedInt(page.getShort(20));
    }

    static long next(ByteBuffer page) {
        return Integer.toUnsignedLong(page.getInt(16));
    }

    /// Where item `index` of a page begins; the item has at least `least` bytes within the page.
    int item(ByteBuffer page, int index, int least) throws MapFileException {
        if (index < 0 || index >= entries(page)) {
            throw new MapFileException("item " + index + " of page " + page.getInt(8) + " does not exist");
        }
        int offset = Short.toUnsignedInt(page.getShort(HEADER + 2 * index));
        if (offset < HEADER + 2 * entries(page) || offset + least > pageSize) {
            throw new MapFileException("item " + index + " of page " + page.getInt(8) + " is outside of the page");
        }
        return offset;
    }

    /// The bytes `offset` to `offset + length` of a page.
    byte[] bytes(ByteBuffer page, int offset, int length) throws MapFileException {
        if (length < 0 || offset + length > pageSize) {
            throw new MapFileException("an item of page " + page.getInt(8) + " is longer than the page");
        }
        byte[] out = new byte[length];
        page.get(offset, out);
        return out;
    }

    /// Puts a long item together from its chain of overflow pages.
    byte[] overflow(long first, long length) throws IOException {
        if (length > valueLimit || length > pages * pageSize) {
            throw new MapFileException("an item of " + length + " bytes is too long");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) length);
        long number = first;
        for (long seen = 0; out.size() < length; seen++) {
            ByteBuffer page = page(number);
            int count = Short.toUnsignedInt(page.getShort(22));
            if (type(page) != TYPE_OVERFLOW || count == 0 || seen >= pages) {
                throw new MapFileException("the chain of overflow pages from page " + first + " is broken");
            }
            out.writeBytes(bytes(page, HEADER, (int) Math.min(count, length - out.size())));
            number = next(page);
        }
        return out.toByteArray();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
