/// `postern cert` and `postern tls`: certificates without openssl, and what TLS with a next hop would be like.
///
/// Place in the flow: for the administrator; nothing here runs in the daemon.
///
/// ## Security
/// Runs with the caller's rights. New keys are made in files that nobody else may read, and a file that is there is
/// never overwritten. What another host says is escaped before it is printed.
@NullMarked
package org.postern.programs.tls;

import org.jspecify.annotations.NullMarked;
