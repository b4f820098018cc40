package org.postern.receive;

/// How busy and how full this host is: what options DelayLA, RefuseLA and MinFreeBlocks look at.
///
/// Asked for every connection, so an implementation remembers what it found for some seconds; it never throws.
public interface HostCondition {
    /// The load average of the last minute, rounded as sendmail rounds it.
    int loadAverage();

    /// True when there are fewer free blocks than option MinFreeBlocks wants.
    boolean lacksSpace();

    /// True when there would be fewer with a message of so many bytes.
    default boolean lacksSpaceFor(long bytes) {
        return lacksSpace();
    }

    /// A host that is idle and empty.
    static HostCondition calm() {
        return new HostCondition() {
            @Override
            public int loadAverage() {
                return 0;
            }

            @Override
            public boolean lacksSpace() {
                return false;
            }
        };
    }
}
