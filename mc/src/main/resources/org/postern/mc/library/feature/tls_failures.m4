# tls_failures: the old name of an option.
_WARN_(`FEATURE tls_failures is replaced by confTLS_FALLBACK_TO_CLEAR, and sets it')
define(`confTLS_FALLBACK_TO_CLEAR', `true')
