/// sendmail.cf: reading it into an immutable [Configuration], and running its rule sets.
///
/// Place in the flow: [ConfigurationReader] reads a cf text once at start and at each reload; [RewriteEngine] then
/// answers for every session and every delivery what an address means ([Resolution]), whether it is wanted
/// ([CheckResult]) and how it looks to the next hop. Maps are looked up only through [MapLookup].
///
/// ## Security
///
/// Reads files only through the [ConfigurationFiles] that it is given and opens no sockets. Addresses, header
/// bodies and map values come from peers: they can never become operators of a rule, because operators are
/// characters above 255 and text is bytes. Work per call is limited (depth, tokens, rule applications), so no
/// address and no rule can occupy a thread for ever. One engine is shared by all threads and holds no state of a
/// call.
@org.jspecify.annotations.NullMarked
package org.postern.cf;
