# sts: policies of MTA-STS are asked for by Postern itself.
_WARN_(`FEATURE sts is not needed: Postern asks for the policies itself')
