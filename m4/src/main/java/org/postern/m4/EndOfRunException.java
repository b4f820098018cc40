package org.postern.m4;

/// Leaves the expansion from any depth: `m4exit`, a fatal error, a limit. Never leaves this package.
final class EndOfRunException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;

    EndOfRunException(int code) {
        super("m4 ends with " + code, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }
}
