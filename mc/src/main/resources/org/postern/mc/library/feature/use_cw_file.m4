# use_cw_file: the names of this host stand in a file.
