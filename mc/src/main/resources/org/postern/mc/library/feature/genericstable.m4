# genericstable([map]): public addresses for login names, in senders.
_MAP_(`generics', `_ARG_', `genericstable', `')
