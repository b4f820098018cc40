package org.postern.deliver;

/// A message as the mailers of one kind send it.
///
/// @param sender the envelope sender after `S=`, without brackets; empty for the null sender
/// @param header the header with LF line ends and the empty line behind it; must not be changed
/// @param temporaryFailure true when a map could not answer while addresses were rewritten: the message must wait
@SuppressWarnings("ArrayRecordComponent")
record MailerForm(String sender, byte[] header, boolean temporaryFailure) {}
