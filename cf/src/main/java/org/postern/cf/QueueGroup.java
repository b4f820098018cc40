package org.postern.cf;

/// A Q line: a queue group (sendmail op guide §5.8).
///
/// @param name as written
/// @param path `P=`; a final `*` names all matching directories
/// @param flags `F=`
/// @param nice `N=`
/// @param intervalSeconds `I=`, 0 when the line does not say
/// @param jobs `J=`, how many messages one run looks at
/// @param runners `R=`, how many run at a time; 0 when the line does not say: as MaxRunnersPerQueue
/// @param maxRecipients `r=`, 0 for no limit
public record QueueGroup(
        String name,
        String path,
        String flags,
        int nice,
        long intervalSeconds,
        int jobs,
        int runners,
        int maxRecipients) {}
