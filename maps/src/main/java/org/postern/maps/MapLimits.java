package org.postern.maps;

/// The bounds of everything in a map that could grow.
///
/// @param valueLength bytes of one value (longer ones are cut)
/// @param stackDepth maps that may be nested in sequences
/// @param lineLength bytes of one line of a text map or source file
/// @param regexSteps steps that the match of one regular expression may take
/// @param dnsRecords records that are joined of one answer
/// @param ldapEntries entries that one look-up in a directory may look at
/// @param ldapSearches searches that one look-up in a directory may take
/// @param remoteSeconds the longest wait for a server or a program that answers for a map
/// @param textMegabytes size of a text file that is kept in memory by a `stab` map, in MiB
public record MapLimits(
        int valueLength,
        int stackDepth,
        int lineLength,
        long regexSteps,
        int dnsRecords,
        int ldapEntries,
        int ldapSearches,
        int remoteSeconds,
        int textMegabytes) {
    /// The bounds that fit every known configuration.
    public static final MapLimits STANDARD = new MapLimits(64 * 1024, 12, 64 * 1024, 2_000_000, 256, 4096, 256, 60, 64);

    public MapLimits {
        if (valueLength < 1 || stackDepth < 1 || lineLength < 1 || regexSteps < 1 || dnsRecords < 1) {
            throw new IllegalArgumentException("a limit below 1");
        }
    }
}
