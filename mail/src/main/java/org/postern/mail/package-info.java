/// Mailboxes, envelopes, headers, status codes, delivery status notifications and the events about them, as values.
///
/// Place in the flow: `smtp` reads a header section with [HeaderParser], `receive` adds fields and stores an
/// [Envelope]; `deliver` turns each attempt into a [DeliveryOutcome], and outcomes into log lines ([MailEvent]) and
/// reports ([DeliveryReport]).
///
/// ## Security
/// Header text and addresses come from strangers. Parsers have limits in their constructors and never recurse; a
/// [HeaderField] cannot hold a line that would start another field or the body; what goes into a log is escaped, and
/// what goes into a report has no line breaks. Nothing here touches files, sockets or processes.
@org.jspecify.annotations.NullMarked
package org.postern.mail;
