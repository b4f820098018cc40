# mailertable([map]): mailer and host by domain.
_MAP_(`mailertable', defn(`_ARG_'), `mailertable', `', `mailer')
