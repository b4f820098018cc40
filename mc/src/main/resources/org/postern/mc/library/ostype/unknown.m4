# No system at all: says so
_FAIL_(`OSTYPE unknown is no system type')
