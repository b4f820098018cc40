package org.postern.cf;

/// Limits of one call into the rules.
///
/// @param maxDepth how deep rule sets may call each other (sendmail: 50)
/// @param maxTokens in a workspace (sendmail: 1000)
/// @param maxApplications rules that may be applied altogether; sendmail has no such limit and can be kept busy for
///     ever
public record RewriteLimits(int maxDepth, int maxTokens, int maxApplications) {
    /// sendmail's limits, and 100,000 applications.
    public static final RewriteLimits STANDARD = new RewriteLimits(50, 1000, 100_000);
}
