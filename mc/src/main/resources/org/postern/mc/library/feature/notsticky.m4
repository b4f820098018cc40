# notsticky: has been the default for very long.
_WARN_(`FEATURE notsticky has no effect')
