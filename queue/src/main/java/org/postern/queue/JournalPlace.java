package org.postern.queue;

import org.postern.mail.QueueId;

/// Where the journal holds a message. Valid until the message is done or filed; then the segment may be used again,
/// which [Journal#read] notices.
///
/// @param key the use of the segment in which the record is
/// @param position of the record in the segment
record JournalPlace(QueueId id, JournalSegment segment, long key, long position) {}
