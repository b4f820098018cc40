/// Mailboxes, envelopes, headers and status codes as values.
@org.jspecify.annotations.NullMarked
package org.postern.mail;
