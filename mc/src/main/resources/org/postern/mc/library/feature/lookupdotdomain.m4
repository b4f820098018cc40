# lookupdotdomain: the access map is asked for .domain too.
