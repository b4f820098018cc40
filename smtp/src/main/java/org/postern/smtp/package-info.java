/// SMTP and LMTP session logic without a socket.
@org.jspecify.annotations.NullMarked
package org.postern.smtp;
