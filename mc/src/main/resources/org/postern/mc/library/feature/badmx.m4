# badmx([regex]): senders whose mail exchanger is an address, or has an address that matches.
_IN_(6, `Kbadmx_list bestmx -z: -T<TEMP>
Kbadmx_number regex -a<BAD> ^[0-9.]+$
Kbadmx_address dns -R A -T<TEMP> -a<OK>
Kbadmx_range regex -a<BAD> 'ifelse(_ARG_, `', `^(127\.|10\.|0\.0\.0\.0)', `_ARG_'))
