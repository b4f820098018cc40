package org.postern.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The one door to the kernel: `syscall(2)` with up to six numbers or addresses.
///
/// Raw calls act on the calling thread only, which matters for identities: the C library's own `setuid` and its
/// relatives change all threads of the process (see [LibraryCalls]).
final class Kernel {
    private static final int MAX_ARGUMENTS = 6;
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final SystemCall.Processor PROCESSOR = SystemCall.Processor.current();
    private static final MethodHandle SYSCALL = LibraryCalls.variadic(
            "syscall",
            1,
            FunctionDescriptor.of(
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));

    private Kernel() {}

    /// Makes the call; the result, or the negative error number.
    static long call(SystemCall call, long... arguments) {
        if (arguments.length > MAX_ARGUMENTS) {
            throw new IllegalArgumentException("system call with " + arguments.length + " arguments");
        }
        long number = call.number(PROCESSOR);
        if (number == SystemCall.NONE) {
            return -Errno.ENOSYS;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(CAPTURE);
            long result = (long) SYSCALL.invokeExact(
                    capture,
                    number,
                    argument(arguments, 0),
                    argument(arguments, 1),
                    argument(arguments, 2),
                    argument(arguments, 3),
                    argument(arguments, 4),
                    argument(arguments, 5));
            return result == -1 ? -(long) errno(capture) : result;
        } catch (Throwable e) {
            throw LibraryCalls.unexpected(e);
        }
    }

    /// Makes the call, again while it is interrupted by a signal.
    static long callUninterrupted(SystemCall call, long... arguments) {
        long result;
        do {
            result = call(call, arguments);
        } while (result == -Errno.EINTR);
        return result;
    }

    /// Makes the call and turns a failure into an exception that names `path`.
    static long require(SystemCall call, String path, long... arguments) throws OsException {
        return check(callUninterrupted(call, arguments), call, path);
    }

    /// Turns a negative result into an exception that names `path`.
    static long check(long result, SystemCall call, String path) throws OsException {
        if (result < 0) {
            throw new OsException((int) -result, call.name().toLowerCase(java.util.Locale.ROOT), path);
        }
        return result;
    }

    /// A C string: one `char` of the text is one byte.
    static MemorySegment text(Arena arena, String text) {
        byte[] bytes = org.postern.base.Ascii.bytes(text);
        MemorySegment segment = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, segment, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, bytes.length);
        return segment;
    }

    static int errno(MemorySegment capture) {
        return (int) ERRNO.get(capture, 0L);
    }

    static StructLayout captureLayout() {
        return CAPTURE;
    }

    private static long argument(long[] arguments, int index) {
        return index < arguments.length ? arguments[index] : 0L;
    }
}
