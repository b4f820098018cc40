package org.postern.queue;

/// The three kinds of control files that can be listed and run (sendmail op guide §2.3).
public enum QueueKind {
    /// Those that are delivered in turn.
    NORMAL("qf"),
    /// Quarantined ones.
    QUARANTINED("hf"),
    /// Those whose control file could not be processed.
    LOST("Qf");

    private final String prefix;

    QueueKind(String prefix) {
        this.prefix = prefix;
    }

    /// How the names of such control files begin.
    public String prefix() {
        return prefix;
    }
}
