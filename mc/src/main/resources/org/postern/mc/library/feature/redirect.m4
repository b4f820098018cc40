# redirect: an alias to user@host.REDIRECT tells the new address.
