/// Name service behind [org.postern.dns.Resolver]: mail exchangers, addresses, names, texts, with a cache; and
/// what stands before it, the hosts file and the service switch.
///
/// Place in the flow: reception asks for the name of a client, maps and rules for host names, delivery for mail
/// exchangers and addresses. [org.postern.dns.DnsResolver] is the only user of the DNS library (dnsjava), which it
/// loads at the first question, so that short commands never pay for it; [org.postern.dns.TableResolver] answers from
/// a text; [org.postern.dns.SwitchedResolver] puts the hosts file in front. Files of the host that change are
/// read again ([org.postern.dns.FollowedFiles]).
///
/// ## Security
/// Answers come from anybody. A question has a random id and a random source port; what does not repeat the
/// question from the server that was asked is dropped. Names with characters that no host name has, records of
/// other names and records above a limit are left out; chains of aliases are bounded; the cache is bounded. Nothing
/// here calls the look-ups of `InetAddress`: they know no three-valued answer. (dnsjava can replace those JVM-wide,
/// but only when the system property `org.dnsjava.spi.enable` is `true`; nobody sets it.)
@org.jspecify.annotations.NullMarked
package org.postern.dns;
