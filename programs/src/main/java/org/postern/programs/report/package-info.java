/// `postern report`: status, audit and log in one page, for cron.
///
/// Place in the flow: calls [org.postern.programs.status], [org.postern.programs.audit] and
/// [org.postern.programs.logs], and hands the page to the `sendmail` command.
///
/// ## Security
/// Has the caller's rights. The address is an argument behind `--`; nothing of a log gets into the header of
/// the message.
@NullMarked
package org.postern.programs.report;

import org.jspecify.annotations.NullMarked;
