# nopercenthack(reject | nospecial): a percent sign in a user name is nothing special; reject: such recipients count as relayed.
ifelse(_ARG_, `reject', `_ON_(`nopercenthack_reject')', _ARG_, `nospecial', `', `_WARN_(`FEATURE nopercenthack needs the argument reject or nospecial')')
