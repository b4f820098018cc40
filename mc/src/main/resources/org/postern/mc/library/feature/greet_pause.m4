# greet_pause([milliseconds]): clients that talk before the greeting are refused; GreetPause: in the access map has other times.
ifelse(_ARG_, `', `define(`_GREET_PAUSE_', `$`'@')', `define(`_GREET_PAUSE_', `$`'# '_ARG_)')
