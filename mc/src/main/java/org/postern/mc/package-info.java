/// Makes `sendmail.cf` of an `.mc` file, with Postern's own macro library.
///
/// The library is a tree of m4 texts, the resources below `library`: `m4/cf.m4` is its head, which an `.mc` file
/// reads first, `m4/output.m4` its tail, `rules` the rule sets, `feature`, `mailer`, `ostype`, `domain` and `hack`
/// what `FEATURE` and its like name. It is written from the documented behaviour of sendmail's macros (cf/README of
/// sendmail 8.17, op guide §5) and gives the same results; the rules are our own. [McCompiler] runs an `.mc`
/// through module m4 with that library and reports what is misspelt.
///
/// ## Place in the flow
///
/// Before everything: an administrator calls `postern mc`, the daemon reads the result.
///
/// ## Security
///
/// Runs as the administrator, on the administrator's own files. An `.mc` file cannot run programs (`syscmd` is
/// refused); what it may read is decided by the caller's [org.postern.m4.TextSource]. Work and output have limits.
@NullMarked
package org.postern.mc;

import org.jspecify.annotations.NullMarked;
