# nouucp(reject | nospecial): an exclamation mark in a user name is nothing special; reject: such recipients count as relayed.
ifelse(_ARG_, `reject', `_ON_(`nouucp_reject')', _ARG_, `nospecial', `', `_WARN_(`FEATURE nouucp needs the argument reject or nospecial')')
