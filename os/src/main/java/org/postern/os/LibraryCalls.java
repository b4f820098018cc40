package org.postern.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.postern.base.Ascii;

/// How functions of the C library are bound; each user binds what it needs in a holder of its own, so that a short
/// command pays only for what it calls.
final class LibraryCalls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LOOKUP = LINKER.defaultLookup();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final long MAX_TEXT = 64 * 1024;

    private LibraryCalls() {}

    /// A function whose first argument in Java is the segment that receives errno.
    @SuppressWarnings("restricted") // this class is what --enable-native-access is for
    static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(symbol(name), descriptor, ERRNO);
    }

    /// A function of another library of the system, loaded at its first use and kept.
    ///
    /// @throws UnsupportedOperationException when there is no such library
    @SuppressWarnings("restricted")
    static MethodHandle ofLibrary(String library, String name, FunctionDescriptor descriptor) {
        try {
            MemorySegment symbol = SymbolLookup.libraryLookup(library, Arena.global())
                    .find(name)
                    .orElseThrow(() -> new UnsupportedOperationException(library + " has no function " + name));
            return LINKER.downcallHandle(symbol, descriptor);
        } catch (IllegalArgumentException missing) {
            throw new UnsupportedOperationException("there is no " + library, missing);
        }
    }

    /// The same for a variadic function whose first `fixed` arguments are fixed.
    @SuppressWarnings("restricted")
    static MethodHandle variadic(String name, int fixed, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(symbol(name), descriptor, ERRNO, Linker.Option.firstVariadicArg(fixed));
    }

    /// The C string at an address that a library function returned; empty for the null address.
    @SuppressWarnings("restricted")
    static String text(MemorySegment address) {
        if (address.address() == 0) {
            return "";
        }
        MemorySegment bytes = address.reinterpret(MAX_TEXT);
        int length = 0;
        while (length < MAX_TEXT && bytes.get(ValueLayout.JAVA_BYTE, length) != 0) {
            length++;
        }
        return Ascii.text(bytes.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    }

    /// A method handle has no checked exceptions of its own: what comes out of it is a bug or an error of the
    /// machine.
    static RuntimeException unexpected(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            return exception;
        }
        return new IllegalStateException(thrown);
    }

    private static MemorySegment symbol(String name) {
        return LOOKUP.find(name)
                .orElseThrow(() -> new UnsupportedOperationException("the C library has no function " + name));
    }
}
