# compat_check([map]): asks the access map, or this map, for pairs of sender and recipient.
ifelse(_ARG_, `', `define(`_COMPAT_MAP_', `access')', `define(`_COMPAT_MAP_', `compat')_IN_(6, `Kcompat `'_ARG_')')
