package org.postern.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Consumer;

/// The signals that sendmail's processes use, and how they are sent and received (sendmail op guide §2.4).
public enum ProcessSignal {
    /// Read the configuration again.
    HUP(1),
    /// Stop now, at the terminal.
    INT(2),
    /// Write the state to the log.
    USR1(10),
    /// Stop cleanly.
    TERM(15);

    private static final int FIRST_PROCESS = 2;
    private static final long SIG_IGN = 1;
    private static final long SIGNAL_SET_BYTES = 8;
    private static final long SIGACTION_BYTES = 32;

    private final int number;

    ProcessSignal(int number) {
        this.number = number;
    }

    /// Sends the signal.
    ///
    /// @param processId 2 or more, so that neither a group nor process 1 is meant by mistake
    /// @throws OsException when there is no such process or it belongs to somebody else
    public void send(long processId) throws OsException {
        if (processId < FIRST_PROCESS) {
            throw new IllegalArgumentException("process " + processId);
        }
        Kernel.require(SystemCall.KILL, Long.toString(processId), processId, number);
    }

    /// True when the process exists, whoever owns it.
    public static boolean exists(long processId) {
        return processId >= FIRST_PROCESS && Kernel.call(SystemCall.KILL, processId, 0) != -Errno.ESRCH;
    }

    /// Gives the signal its default effect when it is ignored.
    private void stopIgnoring() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment now = arena.allocate(SIGACTION_BYTES, 8);
            MemorySegment ordinary = arena.allocate(SIGACTION_BYTES, 8);
            long asked = Kernel.call(SystemCall.RT_SIGACTION, number, 0, now.address(), SIGNAL_SET_BYTES);
            if (asked == 0 && now.get(ValueLayout.JAVA_LONG, 0) == SIG_IGN) {
                Kernel.call(SystemCall.RT_SIGACTION, number, ordinary.address(), 0, SIGNAL_SET_BYTES);
            }
        }
    }

    /// From now on the signal calls `action` on a thread of its own instead of its default effect. Start the JVM
    /// without `-Xrs`.
    ///
    /// The JDK receives signals only through a class of its module `jdk.unsupported`, whose use in the ordinary way
    /// javac always warns about; it is therefore bound by name.
    ///
    /// A signal that was ignored when the process was started (`nohup`) is one from then on too; the JDK alone
    /// would go on ignoring it.
    public void handle(Consumer<ProcessSignal> action) {
        stopIgnoring();
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            MethodHandle make = lookup.findConstructor(signal, MethodType.methodType(void.class, String.class));
            MethodHandle install = lookup.findStatic(signal, "handle", MethodType.methodType(handler, signal, handler));
            MethodHandle call = lookup.findVirtual(
                            Consumer.class, "accept", MethodType.methodType(void.class, Object.class))
                    .bindTo(action)
                    .bindTo(this);
            Object receiver =
                    MethodHandleProxies.asInterfaceInstance(handler, MethodHandles.dropArguments(call, 0, signal));
            var _ = install.invoke(make.invoke(name()), receiver);
        } catch (Throwable e) {
            throw LibraryCalls.unexpected(e);
        }
    }
}
