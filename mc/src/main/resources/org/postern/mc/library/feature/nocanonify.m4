# nocanonify([canonify_hosts]): host names are taken as they are; with the argument, names without a dot are still looked up.
ifelse(_ARG_, `canonify_hosts', `_ON_(`canonify_unqualified')')
