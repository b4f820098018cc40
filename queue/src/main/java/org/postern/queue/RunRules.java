package org.postern.queue;

/// How queue runs go.
///
/// @param order `QueueSortOrder`
/// @param maxSize `MaxQueueRunSize`: one run takes no more messages than this; 0 for no limit
/// @param automatic true when messages become due by themselves, by the schedule; false when only a run that somebody
///     asked for takes them, besides new ones
public record RunRules(QueueSortOrder order, int maxSize, boolean automatic) {
    /// By cost, without limit, by the schedule.
    public static final RunRules STANDARD = new RunRules(QueueSortOrder.PRIORITY, 0, true);
}
