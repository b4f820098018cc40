# require_rdns: clients must have a name.
