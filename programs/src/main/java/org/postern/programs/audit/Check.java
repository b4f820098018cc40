package org.postern.programs.audit;

/// One group of questions to a host.
@FunctionalInterface
interface Check {
    /// Looks, and adds what is not as it should be to the findings.
    void look(Audited host);
}
