package org.postern.deliver;

import java.util.Optional;

/// What the configuration says about reports.
///
/// @param hostName `$j`
/// @param doubleBounceAddress DoubleBounceAddress: who gets reports that have no sender to go to; empty drops them
/// @param postmasterCopy PostmasterCopy: who gets a copy of each failure report
/// @param useErrorsTo UseErrorsTo: reports go to whom an Errors-To field names
/// @param queueGroup BounceQueue: the queue group of reports
/// @param neverBody PrivacyOptions=nobodyreturn: reports hold headers only
/// @param noReceipts PrivacyOptions=noreceipts: nobody is told of a success
/// @param noActualRecipient PrivacyOptions=noactualrecipient: reports do not tell what addresses expand to
/// @param author macro `$n`: who sends reports
/// @param mime SendMimeErrors: reports are multiparts
/// @param opening ErrorHeader
/// @param largestBody bytes of a body that a report carries; a longer one is left out
record BounceSettings(
        String hostName,
        Optional<String> doubleBounceAddress,
        Optional<String> postmasterCopy,
        boolean useErrorsTo,
        Optional<String> queueGroup,
        boolean neverBody,
        boolean noReceipts,
        boolean noActualRecipient,
        String author,
        boolean mime,
        ErrorHeader opening,
        long largestBody) {}
