package org.postern.maps;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// A Berkeley DB hash file.
///
/// The first page has the highest bucket at 72, the masks for twice and once the table at 76 and 80, the hash of a test
/// word at 92 and, from 96, the table that turns buckets into pages. A bucket is a chain of pages; their items come in
/// pairs, each with its kind in the first byte: 1 the bytes themselves, 2 duplicates (each with its length before and
/// after it), 3 a chain of overflow pages, 4 a tree of duplicates.
final class BerkeleyHash implements MapFile {
    private static final int KIND_PLAIN = 1;
    private static final int KIND_DUPLICATES = 2;
    private static final int KIND_OVERFLOW = 3;
    private static final int KIND_TREE = 4;
    private static final int SPARES = 32;
    private static final byte[] TEST_WORD = "%$sniglet^&\0".getBytes(StandardCharsets.ISO_8859_1);

    private final BerkeleyPages pages;
    private final BerkeleyTree trees;
    private final long highest;
    private final long highMask;
    private final long lowMask;

    private BerkeleyHash(BerkeleyPages pages) {
        this.pages = pages;
        this.trees = new BerkeleyTree(pages);
        this.highest = Integer.toUnsignedLong(pages.meta(72));
        this.highMask = Integer.toUnsignedLong(pages.meta(76));
        this.lowMask = Integer.toUnsignedLong(pages.meta(80));
    }

    /// Checks that the file uses the hash function that this class knows (Fowler, Noll, Vo).
    static BerkeleyHash open(BerkeleyPages pages) throws MapFileException {
        if (pages.meta(92) != hash(TEST_WORD)) {
            throw new MapFileException("the file uses another hash function");
        }
        return new BerkeleyHash(pages);
    }

    static int hash(byte[] key) {
        int hash = 0;
        for (byte b : key) {
            hash = (hash * 16_777_619) ^ (b & 0xff);
        }
        return hash;
    }

    @Override
    public Optional<byte[]> find(byte[] key) throws IOException {
        long bucket = Integer.toUnsignedLong(hash(key)) & highMask;
        if (bucket > highest) {
            bucket &= lowMask;
        }
        int log = 64 - Long.numberOfLeadingZeros(bucket);
        if (log >= SPARES) {
            throw new MapFileException("bucket " + bucket + " is outside of the table");
        }
        long number = bucket + Integer.toUnsignedLong(pages.meta(96 + 4 * log));
        for (long seen = 0; number != 0; seen++) {
            if (seen >= pages.pages()) {
                throw new MapFileException("the pages of bucket " + bucket + " form a circle");
            }
            ByteBuffer page = pages.page(number);
            if (BerkeleyPages.type(page) == 0 && seen == 0) {
                return Optional.empty();
            }
            checkType(page, number);
            for (int i = 0; i + 1 < BerkeleyPages.entries(page); i += 2) {
                if (matches(page, i, key)) {
                    return Optional.of(firstValue(page, i + 1));
                }
            }
            number = BerkeleyPages.next(page);
        }
        return Optional.empty();
    }

    private static void checkType(ByteBuffer page, long number) throws MapFileException {
        int type = BerkeleyPages.type(page);
        if (type != BerkeleyPages.TYPE_HASH && type != BerkeleyPages.TYPE_HASH_UNSORTED) {
            throw new MapFileException("page " + number + " is not a hash page");
        }
    }

    @Override
    public void forEach(Visitor visitor) throws IOException {
        for (long number = 1; number < pages.pages(); number++) {
            ByteBuffer page = pages.page(number);
            int type = BerkeleyPages.type(page);
            if (type != BerkeleyPages.TYPE_HASH && type != BerkeleyPages.TYPE_HASH_UNSORTED) {
                continue;
            }
            for (int i = 0; i + 1 < BerkeleyPages.entries(page); i += 2) {
                byte[] key = value(page, i);
                if (!values(page, i + 1, value -> visitor.entry(key, value))) {
                    return;
                }
            }
        }
    }

    private boolean matches(ByteBuffer page, int index, byte[] key) throws IOException {
        int offset = pages.item(page, index, 1);
        if (page.get(offset) == KIND_PLAIN) {
            int length = end(page, index) - offset - 1;
            if (length != key.length || offset + 1 + length > page.limit()) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                if (page.get(offset + 1 + i) != key[i]) {
                    return false;
                }
            }
            return true;
        }
        return Arrays.equals(value(page, index), key);
    }

    private byte[] firstValue(ByteBuffer page, int index) throws IOException {
        byte[][] first = new byte[1][0];
        values(page, index, value -> {
            first[0] = value;
            return false;
        });
        return first[0];
    }

    /// Shows the value of an item, or its duplicates.
    private boolean values(ByteBuffer page, int index, BerkeleyTree.Values values) throws IOException {
        int offset = pages.item(page, index, 1);
        return switch (page.get(offset)) {
            case KIND_DUPLICATES -> duplicates(page, offset + 1, end(page, index), values);
            case KIND_TREE -> {
                int whole = pages.item(page, index, 8);
                yield trees.duplicates(Integer.toUnsignedLong(page.getInt(whole + 4)), values);
            }
            default -> values.value(value(page, index));
        };
    }

    private boolean duplicates(ByteBuffer page, int start, int end, BerkeleyTree.Values values) throws IOException {
        int at = start;
        while (at + 4 <= end) {
            int length = Short.toUnsignedInt(page.getShort(at));
            if (at + 4 + length > end) {
                throw new MapFileException("a duplicate on page " + page.getInt(8) + " is too long");
            }
            if (!values.value(pages.bytes(page, at + 2, length))) {
                return false;
            }
            at += 4 + length;
        }
        return true;
    }

    private byte[] value(ByteBuffer page, int index) throws IOException {
        int offset = pages.item(page, index, 1);
        return switch (page.get(offset)) {
            case KIND_PLAIN -> pages.bytes(page, offset + 1, end(page, index) - offset - 1);
            case KIND_OVERFLOW -> {
                int whole = pages.item(page, index, 12);
                yield pages.overflow(
                        Integer.toUnsignedLong(page.getInt(whole + 4)), Integer.toUnsignedLong(page.getInt(whole + 8)));
            }
            default ->
                throw new MapFileException("item " + index + " of page " + page.getInt(8) + " is of an unknown kind");
        };
    }

    /// Items fill a page from its end, so one ends where the one before it begins.
    private int end(ByteBuffer page, int index) throws MapFileException {
        return index == 0 ? pages.pageSize() : pages.item(page, index - 1, 1);
    }

    @Override
    public void close() throws IOException {
        pages.close();
    }
}
