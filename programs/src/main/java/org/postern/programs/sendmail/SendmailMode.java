package org.postern.programs.sendmail;

import java.util.Optional;

/// The operation modes `-bX` (sendmail(8); sendmail op guide §2.3).
enum SendmailMode {
    DELIVER('m'),
    SMTP_ON_INPUT('s'),
    ARPANET('a'),
    DAEMON('d'),
    DAEMON_FOREGROUND('D'),
    DAEMON_LOCAL('l'),
    VERIFY('v'),
    ADDRESS_TEST('t'),
    REBUILD_ALIASES('i'),
    PRINT_QUEUE('p'),
    COUNT_QUEUE('P'),
    HOST_STATUS('h'),
    PURGE_HOST_STATUS('H'),
    CHECK_CONFIGURATION('C'),
    PRINT_OPTIONS('O');

    private final char letter;

    SendmailMode(char letter) {
        this.letter = letter;
    }

    char letter() {
        return letter;
    }

    static Optional<SendmailMode> of(char letter) {
        for (SendmailMode mode : values()) {
            if (mode.letter == letter) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }

    /// Deliver and SMTP on standard input run in the submission role unless told otherwise (local-security of the
    /// 8.12 model: sendmail(8), `-Ac` and `-Am`).
    boolean submission() {
        return this == DELIVER || this == SMTP_ON_INPUT || this == ARPANET;
    }
}
