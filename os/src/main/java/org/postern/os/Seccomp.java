package org.postern.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The filter that takes from the network process, for ever and in all its threads, what a mail server never needs:
/// running programs and making processes, changing identities and roots, looking into other processes, mounts, kernel
/// modules and keys, and the interfaces that reach around a filter.
///
/// A forbidden call fails with `EPERM`; nothing is killed. It is a second wall: the first is that the process has no
/// rights worth having.
public final class Seccomp {
    /// How the attempt ended.
    public sealed interface Result {
        /// In force in every thread, with `no_new_privs`.
        record Installed() implements Result {}

        /// Not in force: the kernel cannot or may not (a container that forbids it). The caller warns and goes on.
        record Unavailable(OsException cause) implements Result {}
    }

    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int SET_MODE_FILTER = 1;
    private static final int FLAG_TSYNC = 1;
    private static final int CLONE_THREAD = 0x1_0000;
    private static final int X32_CALLS = 0x4000_0000;
    private static final int MAX_INSTRUCTIONS = 200;

    private static final Set<SystemCall> FORBIDDEN = EnumSet.of(
            SystemCall.EXECVE,
            SystemCall.EXECVEAT,
            SystemCall.FORK,
            SystemCall.VFORK,
            SystemCall.PTRACE,
            SystemCall.PROCESS_VM_READV,
            SystemCall.PROCESS_VM_WRITEV,
            SystemCall.PIDFD_GETFD,
            SystemCall.KCMP,
            SystemCall.SETUID,
            SystemCall.SETGID,
            SystemCall.SETREUID,
            SystemCall.SETREGID,
            SystemCall.SETRESUID,
            SystemCall.SETRESGID,
            SystemCall.SETGROUPS,
            SystemCall.SETFSUID,
            SystemCall.SETFSGID,
            SystemCall.CAPSET,
            SystemCall.CHROOT,
            SystemCall.PIVOT_ROOT,
            SystemCall.UNSHARE,
            SystemCall.SETNS,
            SystemCall.MOUNT,
            SystemCall.UMOUNT2,
            SystemCall.OPEN_TREE,
            SystemCall.MOVE_MOUNT,
            SystemCall.FSOPEN,
            SystemCall.FSCONFIG,
            SystemCall.FSMOUNT,
            SystemCall.FSPICK,
            SystemCall.MOUNT_SETATTR,
            SystemCall.NAME_TO_HANDLE_AT,
            SystemCall.OPEN_BY_HANDLE_AT,
            SystemCall.SWAPON,
            SystemCall.SWAPOFF,
            SystemCall.ACCT,
            SystemCall.REBOOT,
            SystemCall.INIT_MODULE,
            SystemCall.FINIT_MODULE,
            SystemCall.DELETE_MODULE,
            SystemCall.KEXEC_LOAD,
            SystemCall.KEXEC_FILE_LOAD,
            SystemCall.BPF,
            SystemCall.PERF_EVENT_OPEN,
            SystemCall.USERFAULTFD,
            SystemCall.ADD_KEY,
            SystemCall.REQUEST_KEY,
            SystemCall.KEYCTL,
            SystemCall.IO_URING_SETUP,
            SystemCall.IO_URING_ENTER,
            SystemCall.IO_URING_REGISTER);

    private Seccomp() {}

    /// Installs the filter in all threads of this process. It cannot be taken back. Call it once, before the first
    /// connection is accepted.
    public static Result install() {
        try (Arena arena = Arena.ofConfined()) {
            List<Instruction> program = program(SystemCall.Processor.current());
            MemorySegment code = arena.allocate(8L * program.size(), 8);
            for (int i = 0; i < program.size(); i++) {
                program.get(i).store(code.asSlice(8L * i, 8));
            }
            MemorySegment header = arena.allocate(16, 8);
            header.set(JAVA_SHORT, 0, (short) program.size());
            header.set(JAVA_LONG, 8, code.address());
            Kernel.require(SystemCall.PRCTL, "PR_SET_NO_NEW_PRIVS", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
            long result = Kernel.require(SystemCall.SECCOMP, "", SET_MODE_FILTER, FLAG_TSYNC, header.address());
            return result == 0
                    ? new Result.Installed()
                    : new Result.Unavailable(new OsException(Errno.EAGAIN, "seccomp", "thread " + result));
        } catch (OsException e) {
            return new Result.Unavailable(e);
        } catch (UnsupportedOperationException _) {
            return new Result.Unavailable(new OsException(Errno.ENOSYS, "seccomp", ""));
        }
    }

    /// One instruction of the classic packet filter language (the kernel's `struct sock_filter`).
    record Instruction(int code, int jumpTrue, int jumpFalse, int operand) {
        static final int LOAD = 0x20;
        static final int JUMP_EQUAL = 0x15;
        static final int JUMP_AT_LEAST = 0x35;
        static final int JUMP_BITS = 0x45;
        static final int RETURN = 0x06;

        static final int ALLOW = 0x7fff_0000;
        static final int FAIL = 0x0005_0000;

        private void store(MemorySegment at) {
            at.set(JAVA_SHORT, 0, (short) code);
            at.set(JAVA_BYTE, 2, (byte) jumpTrue);
            at.set(JAVA_BYTE, 3, (byte) jumpFalse);
            at.set(JAVA_INT, 4, operand);
        }
    }

    /// The program for one processor. Offsets in `struct seccomp_data`: number 0, architecture 4, first argument 16.
    ///
    /// A thread is a `clone` with `CLONE_THREAD`; without it a new process would begin. `clone3` hides its flags in
    /// memory, so it does not exist, and the C library uses `clone` instead.
    static List<Instruction> program(SystemCall.Processor processor) {
        List<Instruction> body = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (SystemCall call : FORBIDDEN) {
            if (call.number(processor) != SystemCall.NONE) {
                numbers.add(call.number(processor));
            }
        }
        int denied = 5 + numbers.size() + 4;
        body.add(new Instruction(Instruction.LOAD, 0, 0, 4));
        body.add(jump(body, Instruction.JUMP_EQUAL, processor.auditArchitecture(), 0, denied));
        body.add(new Instruction(Instruction.LOAD, 0, 0, 0));
        body.add(jump(body, Instruction.JUMP_AT_LEAST, X32_CALLS, denied, 0));
        body.add(jump(body, Instruction.JUMP_EQUAL, SystemCall.CLONE3.number(processor), denied + 1, 0));
        for (int number : numbers) {
            body.add(jump(body, Instruction.JUMP_EQUAL, number, denied, 0));
        }
        body.add(jump(body, Instruction.JUMP_EQUAL, SystemCall.CLONE.number(processor), 0, denied - 1));
        body.add(new Instruction(Instruction.LOAD, 0, 0, 16));
        body.add(jump(body, Instruction.JUMP_BITS, CLONE_THREAD, denied - 1, denied));
        body.add(new Instruction(Instruction.RETURN, 0, 0, Instruction.ALLOW));
        body.add(new Instruction(Instruction.RETURN, 0, 0, Instruction.FAIL | Errno.EPERM));
        body.add(new Instruction(Instruction.RETURN, 0, 0, Instruction.FAIL | Errno.ENOSYS));
        if (body.size() > MAX_INSTRUCTIONS) {
            throw new IllegalStateException("filter of " + body.size() + " instructions");
        }
        return List.copyOf(body);
    }

    /// A jump to absolute places; 0 means the next instruction.
    private static Instruction jump(List<Instruction> body, int code, int operand, int whenTrue, int whenFalse) {
        int next = body.size() + 1;
        return new Instruction(
                code, whenTrue == 0 ? 0 : whenTrue - next, whenFalse == 0 ? 0 : whenFalse - next, operand);
    }
}
