/// Fakes, contracts, transcripts and the real peers that the tests of every module share.
///
/// Place in the flow: none; only tests load it. [org.postern.testkit.Peers] unpacks real programs,
/// [org.postern.testkit.RealSendmail] runs the real sendmail as the judge of expected results.
///
/// ## Security
/// Never part of an installed image. Everything here listens on loopback only, writes only into temporary folders and
/// into the git-ignored folder of `tools/peers`, and stops what it starts.
@org.jspecify.annotations.NullMarked
package org.postern.testkit;
