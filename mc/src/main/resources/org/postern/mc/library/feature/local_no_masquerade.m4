# local_no_masquerade: mail that stays here keeps its names.
