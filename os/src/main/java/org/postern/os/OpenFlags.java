package org.postern.os;

/// The numbers of `open(2)`; two of them differ between the processors.
final class OpenFlags {
    static final int READ = 0;
    static final int WRITE = 1;
    static final int READ_WRITE = 2;
    static final int CREATE = 0x40;
    static final int EXCLUSIVE = 0x80;
    static final int NO_CONTROLLING_TERMINAL = 0x100;
    static final int APPEND = 0x400;
    static final int NON_BLOCKING = 0x800;
    static final int CLOSE_ON_EXEC = 0x8_0000;
    static final int PATH_ONLY = 0x20_0000;
    static final int DIRECTORY;
    static final int NO_FOLLOW;

    static {
        boolean intel = SystemCall.Processor.current() == SystemCall.Processor.X86_64;
        DIRECTORY = intel ? 0x1_0000 : 0x4000;
        NO_FOLLOW = intel ? 0x2_0000 : 0x8000;
    }

    private OpenFlags() {}
}
