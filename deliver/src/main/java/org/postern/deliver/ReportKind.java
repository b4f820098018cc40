package org.postern.deliver;

/// The reports that sendmail writes (sendmail op guide §2.3.1).
enum ReportKind {
    FAILURE("Returned mail: see transcript for details", "auto-generated (failure)", "failed"),
    WARNING("Warning: could not send message for past ", "auto-generated (warning-timeout)", "delayed"),
    SUCCESS("Return receipt", "auto-generated (return-receipt)", "delivered"),
    POSTMASTER("Postmaster notify: see transcript for details", "auto-generated (postmaster-notification)", "failed");

    private final String subject;
    private final String autoSubmitted;
    private final String action;

    ReportKind(String subject, String autoSubmitted, String action) {
        this.subject = subject;
        this.autoSubmitted = autoSubmitted;
        this.action = action;
    }

    String subject() {
        return subject;
    }

    String autoSubmitted() {
        return autoSubmitted;
    }

    String action() {
        return action;
    }
}
