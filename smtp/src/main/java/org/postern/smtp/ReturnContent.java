package org.postern.smtp;

/// The RET parameter of MAIL: what of the message a failure report carries (RFC 3461 §4.3).
public enum ReturnContent {
    FULL,
    HDRS
}
