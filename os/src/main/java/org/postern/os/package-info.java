/// What the operating system knows and the JDK does not say: identities, descriptors, locks, confinement, peers.
///
/// Place in the flow: below the queue, the helper and the programs. It is the only package that calls native code,
/// through the foreign function interface of the JDK; start the JVM with `--enable-native-access=org.postern.os`.
///
/// ## Security
/// Identity changes are made with raw system calls, on threads that never have another identity again, and read back
/// before anything is done under the new identity. Files are examined and used through the same descriptor, never by
/// name twice. The confinement of
/// the network process is installed and reported from here. Nothing here parses what a peer sent.
@org.jspecify.annotations.NullMarked
package org.postern.os;
