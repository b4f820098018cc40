package org.postern.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.security.MessageDigest;
import java.util.Optional;
import org.postern.base.Ascii;

/// Hashes of passwords as `/etc/shadow` has them: crypt(3) of the system's libcrypt, so that every method counts that
/// the system knows (`$y$`, `$6$`, `$2b$`, ...).
public final class PasswordHash {
    /// As much as any libcrypt wants: glibc's old struct crypt_data is the largest.
    private static final long WORK_BYTES = 160 << 10;

    private static final int LONGEST = 1024;

    private PasswordHash() {}

    private static final class Calls {
        static final MethodHandle CRYPT = LibraryCalls.ofLibrary(
                "libcrypt.so.1",
                "crypt_r",
                FunctionDescriptor.of(
                        ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS));

        private Calls() {}
    }

    /// True when the password has that hash. An empty hash fits no password, and neither does one that no method makes:
    /// `!`, `*`, or what locks an account.
    ///
    /// @param password at most 1024 bytes
    /// @throws UnsupportedOperationException when the system has no libcrypt
    public static boolean fits(byte[] password, String hash) {
        return of(password, hash)
                .filter(made -> MessageDigest.isEqual(Ascii.bytes(made), Ascii.bytes(hash)))
                .isPresent();
    }

    /// The hash of a password; takes as long as the method of the setting is made to take.
    ///
    /// @param setting a hash, or its beginning with method and salt
    /// @return empty when nothing can be made of it
    /// @throws UnsupportedOperationException when the system has no libcrypt
    public static Optional<String> of(byte[] password, String setting) {
        if (setting.isEmpty() || setting.length() > LONGEST || password.length > LONGEST) {
            return Optional.empty();
        }
        for (byte b : password) {
            if (b == 0) {
                return Optional.empty();
            }
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment key = text(arena, password);
            MemorySegment work = arena.allocate(WORK_BYTES, 16);
            try {
                MemorySegment made =
                        (MemorySegment) Calls.CRYPT.invokeExact(key, text(arena, Ascii.bytes(setting)), work);
                String hash = LibraryCalls.text(made);
                return hash.isEmpty() || hash.startsWith("*") ? Optional.empty() : Optional.of(hash);
            } finally {
                key.fill((byte) 0);
                work.fill((byte) 0);
            }
        } catch (Throwable thrown) {
            throw LibraryCalls.unexpected(thrown);
        }
    }

    private static MemorySegment text(Arena arena, byte[] bytes) {
        MemorySegment segment = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return segment;
    }
}
