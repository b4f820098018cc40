/// Fakes, contracts, transcripts.
@org.jspecify.annotations.NullMarked
package org.postern.testkit;
