package org.postern.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Runs the filter in a small interpreter of its language, for both processors. [ConfinedChildTest] shows the real
/// one.
final class SeccompTest {
    private static final int EPERM = 0x0005_0001;
    private static final int ENOSYS = 0x0005_0026;
    private static final int ALLOW = 0x7fff_0000;
    private static final int THREAD = 0x3d0f00;

    private static int run(List<Seccomp.Instruction> program, int number, int architecture, int argument) {
        int accumulator = 0;
        int at = 0;
        while (true) {
            Seccomp.Instruction now = program.get(at);
            at++;
            switch (now.code()) {
                case Seccomp.Instruction.LOAD ->
                    accumulator = switch (now.operand()) {
                        case 0 -> number;
                        case 4 -> architecture;
                        case 16 -> argument;
                        default -> throw new IllegalStateException("load from " + now.operand());
                    };
                case Seccomp.Instruction.JUMP_EQUAL ->
                    at += accumulator == now.operand() ? now.jumpTrue() : now.jumpFalse();
                case Seccomp.Instruction.JUMP_AT_LEAST ->
                    at += Integer.compareUnsigned(accumulator, now.operand()) >= 0 ? now.jumpTrue() : now.jumpFalse();
                case Seccomp.Instruction.JUMP_BITS ->
                    at += (accumulator & now.operand()) != 0 ? now.jumpTrue() : now.jumpFalse();
                case Seccomp.Instruction.RETURN -> {
                    return now.operand();
                }
                default -> throw new IllegalStateException("instruction " + now.code());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SystemCall.Processor.class)
    void forbidsWhatAMailServerNeverNeeds(SystemCall.Processor processor) {
        List<Seccomp.Instruction> program = Seccomp.program(processor);
        int architecture = processor.auditArchitecture();

        for (SystemCall call : List.of(
                SystemCall.EXECVE,
                SystemCall.EXECVEAT,
                SystemCall.PTRACE,
                SystemCall.SETRESUID,
                SystemCall.SETGROUPS,
                SystemCall.MOUNT,
                SystemCall.BPF,
                SystemCall.KEYCTL,
                SystemCall.FINIT_MODULE,
                SystemCall.KEXEC_LOAD,
                SystemCall.IO_URING_SETUP,
                SystemCall.CHROOT)) {
            assertThat(run(program, call.number(processor), architecture, THREAD))
                    .as("%s", call)
                    .isEqualTo(EPERM);
        }
    }

    @ParameterizedTest
    @EnumSource(SystemCall.Processor.class)
    void allowsThreadsButNoProcesses(SystemCall.Processor processor) {
        List<Seccomp.Instruction> program = Seccomp.program(processor);
        int architecture = processor.auditArchitecture();
        int clone = SystemCall.CLONE.number(processor);

        assertThat(run(program, clone, architecture, THREAD)).isEqualTo(ALLOW);
        assertThat(run(program, clone, architecture, 17)).as("fork").isEqualTo(EPERM);
        assertThat(run(program, clone, architecture, 0x4111)).as("vfork").isEqualTo(EPERM);
        assertThat(run(program, SystemCall.CLONE3.number(processor), architecture, 0))
                .isEqualTo(ENOSYS);
    }

    @ParameterizedTest
    @EnumSource(SystemCall.Processor.class)
    void allowsTheDailyWork(SystemCall.Processor processor) {
        List<Seccomp.Instruction> program = Seccomp.program(processor);
        for (SystemCall call : List.of(
                SystemCall.READ,
                SystemCall.WRITE,
                SystemCall.OPENAT,
                SystemCall.SOCKET,
                SystemCall.CONNECT,
                SystemCall.FSYNC,
                SystemCall.FLOCK,
                SystemCall.GETUID,
                SystemCall.PRCTL,
                SystemCall.STATX)) {
            assertThat(run(program, call.number(processor), processor.auditArchitecture(), 0))
                    .as("%s", call)
                    .isEqualTo(ALLOW);
        }
    }

    @ParameterizedTest
    @EnumSource(SystemCall.Processor.class)
    void forbidsForeignWaysOfCalling(SystemCall.Processor processor) {
        List<Seccomp.Instruction> program = Seccomp.program(processor);
        int read = SystemCall.READ.number(processor);

        assertThat(run(program, read, 0x4000_0003, 0)).as("32 bit").isEqualTo(EPERM);
        assertThat(run(program, read | 0x4000_0000, processor.auditArchitecture(), 0))
                .as("x32")
                .isEqualTo(EPERM);
        assertThat(run(program, -1, processor.auditArchitecture(), 0)).isEqualTo(EPERM);
    }
}
