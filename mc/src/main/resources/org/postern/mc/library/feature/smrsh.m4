# smrsh([path]): programs are run by the restricted shell.
_DEFAULT_(`confEBINDIR', `/usr/libexec')
define(`LOCAL_SHELL_PATH', ifelse(_ARG_, `', `confEBINDIR/smrsh', `_ARG_'))
define(`LOCAL_SHELL_ARGS', `smrsh -c $u')
