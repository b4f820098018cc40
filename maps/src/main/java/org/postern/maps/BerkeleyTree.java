package org.postern.maps;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// A Berkeley DB btree file, also the small trees that hold the duplicates of one key.
///
/// Items of a leaf come in pairs, key and value. An item has its length (2 bytes), its kind (1) and its bytes from 3;
/// or, when it lies on pages of its own, kind 3, the page at 4 and the length at 8; kind 2 as a value is the root of a
/// tree of duplicates. Items of inner pages have length, kind, the page below at 4 and the key from 12; the first key
/// of an inner page counts as smaller than all. Unsorted duplicates lie in a tree by record number, whose inner pages
/// have only the page below (4 bytes) and a count.
final class BerkeleyTree implements MapFile {
    private static final int KIND_PLAIN = 1;
    private static final int KIND_DUPLICATES = 2;
    private static final int KIND_OVERFLOW = 3;
    private static final int DELETED = 0x80;
    private static final int INNER_KEY = 12;
    private static final int DEPTH_LIMIT = 64;

    private final BerkeleyPages pages;

    BerkeleyTree(BerkeleyPages pages) {
        this.pages = pages;
    }

    @Override
    public Optional<byte[]> find(byte[] key) throws IOException {
        ByteBuffer leaf = leafFor(Integer.toUnsignedLong(pages.meta(88)), Optional.of(key));
        int low = 0;
        int high = BerkeleyPages.entries(leaf) / 2;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Arrays.compareUnsigned(item(leaf, 2 * middle), key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return firstOf(leaf, low, key);
    }

    /// The first value of the key that is not marked as deleted, from pair `index` on.
    private Optional<byte[]> firstOf(ByteBuffer start, int index, byte[] key) throws IOException {
        ByteBuffer leaf = start;
        int pair = index;
        for (long seen = 0; seen < pages.pages(); seen++) {
            for (; pair < BerkeleyPages.entries(leaf) / 2; pair++) {
                if (!Arrays.equals(item(leaf, 2 * pair), key)) {
                    return Optional.empty();
                }
                if (!deleted(leaf, 2 * pair + 1)) {
                    return Optional.of(value(leaf, 2 * pair + 1));
                }
            }
            long next = BerkeleyPages.next(leaf);
            if (next == 0) {
                return Optional.empty();
            }
            leaf = leaf(next);
            pair = 0;
        }
        throw new MapFileException("the leaves of the tree form a circle");
    }

    @Override
    public void forEach(Visitor visitor) throws IOException {
        ByteBuffer leaf = leafFor(Integer.toUnsignedLong(pages.meta(88)), Optional.empty());
        for (long seen = 0; seen < pages.pages(); seen++) {
            for (int i = 0; i + 1 < BerkeleyPages.entries(leaf); i += 2) {
                if (!deleted(leaf, i + 1) && !showPair(leaf, i, visitor)) {
                    return;
                }
            }
            long next = BerkeleyPages.next(leaf);
            if (next == 0) {
                return;
            }
            leaf = leaf(next);
        }
        throw new MapFileException("the leaves of the tree form a circle");
    }

    private boolean showPair(ByteBuffer leaf, int index, Visitor visitor) throws IOException {
        byte[] key = item(leaf, index);
        if (kind(leaf, pages.item(leaf, index + 1, 3)) != KIND_DUPLICATES) {
            return visitor.entry(key, item(leaf, index + 1));
        }
        int whole = pages.item(leaf, index + 1, 12);
        return duplicates(Integer.toUnsignedLong(leaf.getInt(whole + 4)), value -> visitor.entry(key, value));
    }

    /// Receives the values of one key.
    @FunctionalInterface
    interface Values {
        boolean value(byte[] value) throws IOException;
    }

    /// Shows all values of a tree of duplicates.
    ///
    /// @return false when the receiver wanted no more
    boolean duplicates(long root, Values values) throws IOException {
        ByteBuffer leaf = leafFor(root, Optional.empty());
        for (long seen = 0; seen < pages.pages(); seen++) {
            for (int i = 0; i < BerkeleyPages.entries(leaf); i++) {
                if (!deleted(leaf, i) && !values.value(item(leaf, i))) {
                    return false;
                }
            }
            long next = BerkeleyPages.next(leaf);
            if (next == 0) {
                return true;
            }
            leaf = leaf(next);
        }
        throw new MapFileException("the duplicates of a key form a circle");
    }

    /// Goes down to the leaf where a key belongs; without a key to the first leaf.
    private ByteBuffer leafFor(long root, Optional<byte[]> key) throws IOException {
        long number = root;
        for (int depth = 0; depth < DEPTH_LIMIT; depth++) {
            ByteBuffer page = pages.page(number);
            switch (BerkeleyPages.type(page)) {
                case BerkeleyPages.TYPE_BTREE_LEAF,
                        BerkeleyPages.TYPE_DUPLICATE_LEAF,
                        BerkeleyPages.TYPE_RECORD_LEAF -> {
                    return page;
                }
                case BerkeleyPages.TYPE_RECORD_INTERNAL ->
                    number = Integer.toUnsignedLong(page.getInt(pages.item(page, 0, 8)));
                case BerkeleyPages.TYPE_BTREE_INTERNAL -> number = below(page, key);
                default -> throw new MapFileException("page " + number + " does not belong to the tree");
            }
        }
        throw new MapFileException("the tree is too deep");
    }

    private ByteBuffer leaf(long number) throws IOException {
        ByteBuffer page = pages.page(number);
        return switch (BerkeleyPages.type(page)) {
            case BerkeleyPages.TYPE_BTREE_LEAF, BerkeleyPages.TYPE_DUPLICATE_LEAF, BerkeleyPages.TYPE_RECORD_LEAF ->
                page;
            default -> throw new MapFileException("page " + number + " is not a leaf");
        };
    }

    /// The page below an inner page that may hold the first entry of the key: that of the last smaller key, because
    /// entries equal to a separator can begin on the page before it.
    private long below(ByteBuffer page, Optional<byte[]> key) throws IOException {
        int chosen = 0;
        if (key.isPresent()) {
            int low = 1;
            int high = BerkeleyPages.entries(page);
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (Arrays.compareUnsigned(innerKey(page, middle), key.get()) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            chosen = low - 1;
        }
        return Integer.toUnsignedLong(page.getInt(pages.item(page, chosen, INNER_KEY) + 4));
    }

    private byte[] innerKey(ByteBuffer page, int index) throws IOException {
        int offset = pages.item(page, index, INNER_KEY);
        if (kind(page, offset) == KIND_OVERFLOW) {
            int inside = pages.item(page, index, 2 * INNER_KEY) + INNER_KEY;
            return pages.overflow(
                    Integer.toUnsignedLong(page.getInt(inside + 4)), Integer.toUnsignedLong(page.getInt(inside + 8)));
        }
        return pages.bytes(page, offset + INNER_KEY, Short.toUnsignedInt(page.getShort(offset)));
    }

    private byte[] value(ByteBuffer leaf, int index) throws IOException {
        int offset = pages.item(leaf, index, 3);
        if (kind(leaf, offset) != KIND_DUPLICATES) {
            return item(leaf, index);
        }
        byte[][] first = new byte[1][0];
        long root = Integer.toUnsignedLong(leaf.getInt(pages.item(leaf, index, 12) + 4));
        duplicates(root, value -> {
            first[0] = value;
            return false;
        });
        return first[0];
    }

    private byte[] item(ByteBuffer leaf, int index) throws IOException {
        int offset = pages.item(leaf, index, 3);
        return switch (kind(leaf, offset)) {
            case KIND_PLAIN -> pages.bytes(leaf, offset + 3, Short.toUnsignedInt(leaf.getShort(offset)));
            case KIND_OVERFLOW -> {
                int whole = pages.item(leaf, index, 12);
                yield pages.overflow(
                        Integer.toUnsignedLong(leaf.getInt(whole + 4)), Integer.toUnsignedLong(leaf.getInt(whole + 8)));
            }
            default ->
                throw new MapFileException("item " + index + " of page " + leaf.getInt(8) + " is of an unknown kind");
        };
    }

    private boolean deleted(ByteBuffer leaf, int index) throws MapFileException {
        return (leaf.get(pages.item(leaf, index, 3) + 2) & DELETED) != 0;
    }

    private static int kind(ByteBuffer page, int offset) {
        return page.get(offset + 2) & ~DELETED & 0xff;
    }

    @Override
    public void close() throws IOException {
        pages.close();
    }
}
