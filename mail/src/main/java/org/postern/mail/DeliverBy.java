package org.postern.mail;

/// The BY parameter of MAIL (RFC 2852 §4).
///
/// @param deadlineSeconds seconds after arrival, may be negative with `notify`
/// @param returnMode true for `R`: give up at the deadline; false for `N`: report the delay
/// @param trace true when `T` was given
public record DeliverBy(long deadlineSeconds, boolean returnMode, boolean trace) {}
