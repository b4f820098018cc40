/// The statistics file of sendmail (option StatusFile): counters for each mailer, which the daemon adds to and
/// `mailstats` prints.
///
/// Place in the flow: [StatisticsCounter] sees the events of the network process; now and then they are added to the
/// file by [StatusFile]. The format is that of sendmail 8.17 on a 64-bit host, so that both can use one file.
///
/// ## Security
/// The file holds numbers only. It must exist, be a regular file with one name and no link, and already be a
/// statistics file or empty; anything else is left alone, so that a wrong name destroys nothing. The process that
/// faces the network writes it, so `mailstats` believes nothing in it but numbers.
@NullMarked
package org.postern.programs.statistics;

import org.jspecify.annotations.NullMarked;
