# masquerade_envelope: senders of the envelope are masqueraded too.
