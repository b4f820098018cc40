# domainmap(domain, map): users of one domain in a map of its own.
_FAIL_(`FEATURE domainmap: use virtusertable with one map')
