# allmasquerade: recipients in headers are masqueraded too.
