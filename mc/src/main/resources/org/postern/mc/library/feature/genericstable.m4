# genericstable([map]): public addresses for login names, in senders.
_MAP_(`generics', defn(`_ARG_'), `genericstable', `', `generics')
