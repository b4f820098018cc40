/// The sending side: takes due messages from the queue, expands and routes their recipients, hands them to the next hop
/// or to the helper, and reports what could not be delivered.
///
/// Place in the flow: [DeliverService] is built once per configuration; its [Dispatcher] takes a claim from the queue
/// and runs one [MessageDelivery] on a virtual thread: [Expansion] makes the recipient tree, the targets are grouped by
/// mailer and host, the [DeliveryAgent] of the mailer delivers each group, [Bounces] commits the reports, and only then
/// the claim ends. A recipient leaves the queue only after it was delivered, or its report was committed, or nobody
/// wants a report.
///
/// ## Security
/// Replies of next hops and texts of programs are hostile: they reach logs, reports and queue files only through
/// `PeerText`. Nothing here runs a program or opens a file: mailboxes belong to the helper, which derives its authority
/// itself. Addresses of exchangers that point back to this machine are refused, so that a stranger's DNS cannot turn
/// mail into connections to local services. Everything that a stranger's answers can make grow (exchangers, addresses,
/// expansions, idle connections, remembered hosts) has a limit in [DeliveryLimits].
///
/// What a host said in clear before STARTTLS is forgotten; what a rule set demands of a host is asked before
/// anything of a message is sent ([HopPolicy]). Passwords for other hosts exist only in [AuthInfo] and the
/// mechanisms, never in an event, a report or a queue file.
@org.jspecify.annotations.NullMarked
package org.postern.deliver;
