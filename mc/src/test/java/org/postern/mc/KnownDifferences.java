package org.postern.mc;

/// Where our library differs on purpose from sendmail's 8.17.1; each stands in docs/compatibility.md.
final class KnownDifferences {
    private KnownDifferences() {}

    static boolean covers(String line, String ours, String theirs) {
        return clientFeatures(line)
                || mapDown(ours)
                || passwordsDown(ours, theirs)
                || handshakeFailed(ours, theirs)
                || noFeatures(ours, theirs);
    }

    /// `clt_features` asks for the server's name (8.17.2 does too), not for the client's.
    private static boolean clientFeatures(String line) {
        return line.startsWith("clt_features ");
    }

    /// When the access map fails, requirements for TLS are not taken as met.
    private static boolean mapDown(String ours) {
        return ours.contains("451 Temporary system failure. Please try again later.");
    }

    /// A failing map of passwords gives `temp`, which is what the program understands.
    private static boolean passwordsDown(String ours, String theirs) {
        return ours.endsWith("$# temp") && theirs.endsWith("$# < TMPF >");
    }

    /// With policies of MTA-STS and without an access map, sendmail's library forgets to look whether the handshake
    /// failed.
    private static boolean handshakeFailed(String ours, String theirs) {
        return ours.endsWith("454 TLS handshake failed.") && theirs.equals("accepted");
    }

    /// No features are `""`, or nothing; the program takes both alike.
    private static boolean noFeatures(String ours, String theirs) {
        return ours.equals("\"\"") && theirs.isEmpty();
    }
}
