package org.postern.base;

/// The exit codes of sendmail and of the programs that it runs (`sysexits.h`, sendmail op guide §2.5).
public enum SysExit {
    OK(0),
    USAGE(64),
    DATA_ERROR(65),
    NO_INPUT(66),
    NO_USER(67),
    NO_HOST(68),
    UNAVAILABLE(69),
    SOFTWARE(70),
    OS_ERROR(71),
    OS_FILE(72),
    CANNOT_CREATE(73),
    IO_ERROR(74),
    TEMPORARY_FAILURE(75),
    PROTOCOL(76),
    NO_PERMISSION(77),
    CONFIGURATION(78);

    private final int code;

    SysExit(int code) {
        this.code = code;
    }

    /// The number that the process returns.
    public int code() {
        return code;
    }

    /// True when the sender should try again later.
    public boolean temporary() {
        return this == TEMPORARY_FAILURE || this == IO_ERROR || this == OS_ERROR;
    }
}
