# preserve_local_plus_detail: user+detail goes to the local mailer as it is.
