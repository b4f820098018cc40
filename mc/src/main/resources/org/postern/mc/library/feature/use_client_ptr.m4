# use_client_ptr: the access map is asked for the name that a client claims, sure or not.
