package org.postern.os;

/// The system calls that Postern makes itself or forbids, with their numbers on both processors.
///
/// Source: the kernel's `arch/x86/entry/syscalls/syscall_64.tbl` and `include/uapi/asm-generic/unistd.h`.
enum SystemCall {
    READ(0, 63),
    WRITE(1, 64),
    CLOSE(3, 57),
    LSEEK(8, 62),
    RT_SIGACTION(13, 134),
    IOCTL(16, 29),
    SOCKET(41, 198),
    CONNECT(42, 203),
    SENDTO(44, 206),
    GETSOCKOPT(55, 209),
    CLONE(56, 220),
    FORK(57, SystemCall.NONE),
    VFORK(58, SystemCall.NONE),
    EXECVE(59, 221),
    KILL(62, 129),
    FCNTL(72, 25),
    FLOCK(73, 32),
    FSYNC(74, 82),
    FTRUNCATE(77, 46),
    FCHMOD(91, 52),
    FCHOWN(93, 55),
    UMASK(95, 166),
    PTRACE(101, 117),
    GETUID(102, 174),
    GETGID(104, 176),
    SETUID(105, 146),
    SETGID(106, 144),
    GETEUID(107, 175),
    GETEGID(108, 177),
    SETREUID(113, 145),
    SETREGID(114, 143),
    GETGROUPS(115, 158),
    SETGROUPS(116, 159),
    SETRESUID(117, 147),
    GETRESUID(118, 148),
    SETRESGID(119, 149),
    GETRESGID(120, 150),
    SETFSUID(122, 151),
    SETFSGID(123, 152),
    CAPSET(126, 91),
    STATFS(137, 43),
    PIVOT_ROOT(155, 41),
    PRCTL(157, 167),
    CHROOT(161, 51),
    ACCT(163, 89),
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    SWAPON(167, 224),
    SWAPOFF(168, 225),
    REBOOT(169, 142),
    INIT_MODULE(175, 105),
    DELETE_MODULE(176, 106),
    GETTID(186, 178),
    LGETXATTR(192, 9),
    GETDENTS64(217, 61),
    KEXEC_LOAD(246, 104),
    ADD_KEY(248, 217),
    REQUEST_KEY(249, 218),
    KEYCTL(250, 219),
    OPENAT(257, 56),
    MKDIRAT(258, 34),
    FCHOWNAT(260, 54),
    UNLINKAT(263, 35),
    RENAMEAT(264, 38),
    LINKAT(265, 37),
    READLINKAT(267, 78),
    UNSHARE(272, 97),
    DUP3(292, 24),
    PERF_EVENT_OPEN(298, 241),
    NAME_TO_HANDLE_AT(303, 264),
    OPEN_BY_HANDLE_AT(304, 265),
    SETNS(308, 268),
    PROCESS_VM_READV(310, 270),
    PROCESS_VM_WRITEV(311, 271),
    KCMP(312, 272),
    FINIT_MODULE(313, 273),
    SECCOMP(317, 277),
    KEXEC_FILE_LOAD(320, 294),
    BPF(321, 280),
    EXECVEAT(322, 281),
    USERFAULTFD(323, 282),
    STATX(332, 291),
    IO_URING_SETUP(425, 425),
    IO_URING_ENTER(426, 426),
    IO_URING_REGISTER(427, 427),
    OPEN_TREE(428, 428),
    MOVE_MOUNT(429, 429),
    FSOPEN(430, 430),
    FSCONFIG(431, 431),
    FSMOUNT(432, 432),
    FSPICK(433, 433),
    CLONE3(435, 435),
    OPENAT2(437, 437),
    PIDFD_GETFD(438, 438),
    MOUNT_SETATTR(442, 442);

    /// This processor has no such call.
    static final int NONE = -1;

    private final int x86;
    private final int arm;

    SystemCall(int x86, int arm) {
        this.x86 = x86;
        this.arm = arm;
    }

    /// The number on the given processor, or [#NONE].
    int number(Processor processor) {
        return switch (processor) {
            case X86_64 -> x86;
            case AARCH64 -> arm;
        };
    }

    /// The processors whose numbers are known.
    enum Processor {
        X86_64(0xC000_003E),
        AARCH64(0xC000_00B7);

        private final int auditArchitecture;

        Processor(int auditArchitecture) {
            this.auditArchitecture = auditArchitecture;
        }

        /// The kernel's `AUDIT_ARCH_` value.
        int auditArchitecture() {
            return auditArchitecture;
        }

        /// The one that this program runs on.
        static Processor current() {
            String name = System.getProperty("os.arch", "");
            return switch (name) {
                case "amd64", "x86_64" -> X86_64;
                case "aarch64" -> AARCH64;
                default -> throw new UnsupportedOperationException("no system call numbers for the processor " + name);
            };
        }
    }
}
