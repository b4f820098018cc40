package org.postern.maps;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// The layout of our own map files: a constant database with 64-bit offsets, little end first.
///
/// ```
///  0  magic "Postern" and 1        32  number of slots of the table, a power of two
///  8  format version (1)           40  key of the hash (SipHash-2-4), two times 8 bytes
/// 12  flags: 1 sorted on output    56  0
/// 16  number of entries            60  CRC-32C of the bytes 0 to 59
/// 24  where the table begins       64  records: length of key, length of value (4 each), key, value
///                                      table: slots of hash and offset of the record (8 each); offset 0: empty
/// ```
///
/// A key is searched from slot `hash mod slots` on to the first empty slot. Records that no slot points to were
/// replaced, but for those whose length of the value has the highest bit set: they are further values of a key, which
/// only a listing shows. The file ends with the table.
final class ConstantFormat {
    static final long MAGIC = 0x016e_7265_7473_6f50L;
    static final int VERSION = 1;
    static final int FLAG_SORTED = 1;
    static final int HEADER = 64;
    static final int RECORD_HEADER = 8;
    static final int SLOT = 16;
    static final int FURTHER_VALUE = 1 << 31;

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private ConstantFormat() {}

    /// What the first 64 bytes say.
    ///
    /// @param sorted entries are listed in the order of their keys (class `btree`)
    record Header(boolean sorted, long entries, long table, long slots, long k0, long k1) {
        ByteBuffer encode() {
            ByteBuffer out = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
            out.putLong(MAGIC).putInt(VERSION).putInt(sorted ? FLAG_SORTED : 0);
            out.putLong(entries)
                    .putLong(table)
                    .putLong(slots)
                    .putLong(k0)
                    .putLong(k1)
                    .putInt(0);
            out.putInt(checksum(out));
            return out.flip();
        }

        /// Reads and checks a header.
        ///
        /// @param size of the whole file
        static Header decode(ByteBuffer buffer, long size) throws MapFileException {
            ByteBuffer in = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
            if (in.remaining() < HEADER || in.getLong(0) != MAGIC) {
                throw new MapFileException("not a map file");
            }
            if (in.getInt(8) != VERSION) {
                throw new MapFileException("format version " + in.getInt(8) + " is not supported");
            }
            if (in.getInt(60) != checksum(in)) {
                throw new MapFileException("the checksum of the header is wrong");
            }
            Header header = new Header(
                    (in.getInt(12) & FLAG_SORTED) != 0,
                    in.getLong(16),
                    in.getLong(24),
                    in.getLong(32),
                    in.getLong(40),
                    in.getLong(48));
            boolean fits = header.table >= HEADER
                    && header.table <= size
                    && Long.bitCount(header.slots) == 1
                    && header.slots <= (size - header.table) / SLOT
                    && header.table + header.slots * SLOT == size;
            if (!fits) {
                throw new MapFileException("the file is " + size + " bytes long, its header says otherwise");
            }
            return header;
        }

        private static int checksum(ByteBuffer buffer) {
            CRC32C crc = new CRC32C();
            crc.update(buffer.array(), buffer.arrayOffset(), HEADER - 4);
            return (int) crc.getValue();
        }
    }
}
