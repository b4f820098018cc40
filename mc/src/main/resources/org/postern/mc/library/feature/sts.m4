# sts([map][, NO_SAN_TST]): policies of MTA-STS (RFC 8461) for mail to other hosts; the map answers for a domain
# secure match=HOST:.DOMAIN servername=hostname, or nothing. Without NO_SAN_TST the server's certificate has to name it.
ifelse(_ARG2_, `NO_SAN_TST', `', `_ON_(`sts_names')_ON_(`set_cert_altnames')')
_IN_(6, `O StrictTransportSecurity=true
Ksts 'ifelse(_ARG_, `', `socket -d5 -T<TMPF> inet:5461@127.0.0.1', `defn(`_ARG_')')`
Ksts_match regex -a: -s2 (match=)(.*)
Ksts_servername regex -a@ -s2 (.*)(servername=.*)
Ksts_without_dane regex -a@ -s2 (flags=)([^;]*d)')
