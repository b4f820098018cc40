# blocklist_recipients: the access map is asked for recipients.
