# queuegroup([default]): qgrp: in the access map chooses the queue group of a recipient.
WITH(`access_db', `', `_FAIL_(`FEATURE queuegroup needs access_db')')
ifelse(_ARG_, `', `define(`_QUEUE_GROUP_DEFAULT_', `$`'@')', `define(`_QUEUE_GROUP_DEFAULT_', `$`'# '_ARG_)')
