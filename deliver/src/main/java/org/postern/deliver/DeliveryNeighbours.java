package org.postern.deliver;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.dns.Resolver;
import org.postern.mail.ControllingUser;
import org.postern.queue.MailQueue;

/// Everything outside of this module that deliveries need.
///
/// @param queue where messages come from and reports go to
/// @param resolver finds exchangers and addresses
/// @param firstResolver does so for messages that were never tried, with other times perhaps
///     (Timeout.resolver)
/// @param aliases the alias database
/// @param users who has an account
/// @param files what `.forward` and `:include:` files say
/// @param mailboxes the helper
/// @param members programs and files: the helper
/// @param programs programs of mailers: the helper
/// @param talks programs of mailers that are spoken to: the helper
/// @param deadLetters the file of DeadLetterDrop: the helper
/// @param defaultUser DefaultUser, as a record of what the configuration says
/// @param clock time
/// @param zone the zone of dates in reports
/// @param random orders equal exchangers; safe for many threads
/// @param hostStatusFiles where HostStatusDirectory keeps what is known of other hosts
/// @param protection what is used at other hosts for encryption and authentication
/// @param errorHeaders reads the file of ErrorHeader, when it is safe
/// @param events takes what is worth knowing
public record DeliveryNeighbours(
        MailQueue queue,
        Resolver resolver,
        Resolver firstResolver,
        Aliases aliases,
        LocalUsers users,
        UserFiles files,
        Mailboxes mailboxes,
        Members members,
        MailerPrograms programs,
        MailerTalks talks,
        DeadLetterFile deadLetters,
        ControllingUser defaultUser,
        Clock clock,
        ZoneId zone,
        RandomGenerator random,
        Optional<HostStatusDirectory> hostStatusFiles,
        ClientProtection protection,
        Function<Path, Optional<String>> errorHeaders,
        EventSink events) {}
