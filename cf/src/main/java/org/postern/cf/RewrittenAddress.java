package org.postern.cf;

import org.postern.base.SysExit;

/// An address as the next hop sees it.
///
/// @param text the address; the one that was given when rewriting failed
/// @param status [SysExit#OK], or [SysExit#TEMPORARY_FAILURE] when a map could not answer, or
///     [SysExit#CONFIGURATION] when the rules are broken
public record RewrittenAddress(String text, SysExit status) {}
