/// The mail queue: what was accepted is kept until every recipient is finished.
///
/// Place in the flow: `receive` writes a message through [MailQueue.Reception], `deliver` takes it through
/// [MailQueue.Claim]; they meet nowhere else. [JournalQueue] is the queue of the product, [MemoryQueue] its twin for
/// tests.
///
/// ## The states of a message
///
/// What exists on the disk in each state, and what a restart after a crash makes of it. *J* is a directory of its own
/// for the journal, *Q* a queue directory as sendmail has it. A record or file counts as existing when it is synced;
/// what was on its way may be there whole, in part, or not at all.
///
/// | state | journal | files | crash here means | the restart does |
/// |---|---|---|---|---|
/// | arriving | | perhaps `J/body-ID` | never acknowledged: absent | removes the body file |
/// | committing | perhaps COMMIT | perhaps `J/body-ID` | not acknowledged: absent or whole | as the next line, if whole
/// |
/// | committed | COMMIT | `J/body-ID` if large | acknowledged: present | writes `Q/df`, `Q/qf`, syncs, voids the
/// journal |
/// | handing over | COMMIT | some of `Q/df`, `Q/tf`, `Q/qf` | present | keeps a `qf` that is there, completes `df`,
/// else as above |
/// | filed | COMMIT FILED | `Q/qf` `Q/df` | present | nothing; finds the `qf` by its name |
/// | changing | COMMIT FILED | and perhaps `Q/tf` | present, old or new data | nothing; the `tf` is replaced at the
/// next change |
/// | removing | COMMIT FILED | `Q/qf` perhaps gone, `Q/df` | present or finished | delivers again if `qf` is there |
/// | finished | COMMIT DONE | | absent | nothing |
///
/// A message that was tried and that nobody has got yet stays *committed*: the attempt itself (`K`, `N`, `P`, `M`) is
/// known in memory only until the message is handed over some seconds later, so that mail for a host that is down
/// makes no files while more of it arrives. A crash forgets that attempt. What somebody has got, or was told of,
/// is in `Q` before the attempt ends.
///
/// DONE is written at once but synced with the next commit or after a short idle time: a power failure just then
/// delivers such a message once more, a killed process does not. COMMIT with a large body whose file is in neither
/// place is finished: the file was durable before the record, and only the end of the message removes it.
///
/// With option SuperSafe other than true ([QueueSafety]) the last word moves: `false` acknowledges what is only
/// written, which a power failure may take and a killed process does not; `interactive` does so only where the client
/// waits for the first attempt ([DeliveryStart#AWAITED]), and what is left after that attempt is filed before the
/// client has its answer ([MessageIntake]).
///
/// Three rules make this hold:
/// 1. A `qf` is changed or removed only after FILED is durable. So a replay never meets a `qf` that is older than
///    what it knows, and never brings back a message that left the queue.
/// 2. Journal files are released, used again and removed strictly in the order of their generations, because DONE of
///    a message may stand in a later file than its COMMIT (see `JournalSegments`).
/// 3. After a replay everything in the journal is void, oldest file first, before anything else happens.
///
/// A failed sync ends the use of that journal file for good (see `JournalWriter`); those who wait are told, and a
/// record in the next file makes sure that the failed commits stay void.
///
/// ## Security
/// Reads files that only this process's user, root, or a real sendmail can have written; others are renamed to
/// `Qf` and reported. Text of peers is in control data and bodies only: it becomes no file name (names come from
/// `QueueIds`), and line breaks in it never make a line of a `qf` file. Records of the journal carry a secret
/// key, so that bytes in a message are never taken for a record. No sockets, no programs; needs write access to
/// the queue and journal directories and nothing else.
@org.jspecify.annotations.NullMarked
package org.postern.queue;
