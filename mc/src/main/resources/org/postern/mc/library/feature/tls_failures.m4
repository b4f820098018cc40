# tls_failures: replaced by an option.
_FAIL_(`FEATURE tls_failures is replaced by the option confTLS_FALLBACK_TO_CLEAR')
