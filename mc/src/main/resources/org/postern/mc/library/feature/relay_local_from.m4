# relay_local_from: senders that claim to be of this host may relay.
_WARN_(`FEATURE relay_local_from lets everybody relay who lies about the sender; use AUTH or STARTTLS instead')
