# no_default_msa: no daemon on the submission port unless DAEMON_OPTIONS makes one.
