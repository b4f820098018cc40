# use_ct_file: trusted users stand in a file.
