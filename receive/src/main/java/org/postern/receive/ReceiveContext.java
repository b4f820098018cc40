package org.postern.receive;

import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.cf.AddressRules;
import org.postern.cf.Configuration;
import org.postern.dns.Resolver;
import org.postern.queue.MailQueue;

/// What all sessions of one configuration share. A reload makes a new one; sessions under way keep theirs.
///
/// @param configuration the sendmail.cf
/// @param rules its rewriting engine
/// @param queue where accepted messages go
/// @param resolver the name service, for the names of clients
/// @param users who is local
/// @param host what load and free space of the host allow
/// @param protection what AUTH and STARTTLS need
/// @param limits the bounds of the receiving side
/// @param clock the time
/// @param events where log lines go
public record ReceiveContext(
        Configuration configuration,
        AddressRules rules,
        MailQueue queue,
        Resolver resolver,
        LocalUsers users,
        HostCondition host,
        Protection protection,
        ReceiveLimits limits,
        Clock clock,
        EventSink events) {}
