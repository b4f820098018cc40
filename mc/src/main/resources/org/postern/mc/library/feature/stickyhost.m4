# stickyhost: user@this-host and user are two things: the hub gets the first, LOCAL_RELAY the second.
