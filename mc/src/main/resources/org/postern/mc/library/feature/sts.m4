# sts([map]): policies of MTA-STS by a socket map, for special builds.
_WARN_(`FEATURE sts has no effect: policies of MTA-STS are not asked for through a map')
