# check_cert_altnames: CN: in requirements is compared with the alternative names of a certificate too.
_ON_(`set_cert_altnames')
