/// Figures of the network process for monitoring, in the OpenMetrics text format.
///
/// Place in the flow: counts the events that the log gets, and asks receive and queue for their figures when
/// somebody looks.
///
/// ## Security
/// Off unless `Metrics=` in postern.conf names an address. It answers anybody who reaches that address, so it
/// belongs on a loopback address; it shows numbers and names of rule sets, never an address or a name of a peer.
/// Requests are bounded in size, time and number.
@NullMarked
package org.postern.programs.metrics;

import org.jspecify.annotations.NullMarked;
