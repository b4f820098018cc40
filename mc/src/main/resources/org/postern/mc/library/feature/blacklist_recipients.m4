# blacklist_recipients: the old name of blocklist_recipients.
_WARN_(`FEATURE blacklist_recipients is now called blocklist_recipients')
_ON_(`blocklist_recipients')
