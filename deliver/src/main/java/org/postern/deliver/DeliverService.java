package org.postern.deliver;

import java.time.Duration;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.cf.AddressRules;
import org.postern.cf.CfClass;
import org.postern.cf.CfOption;
import org.postern.cf.CfTimeout;
import org.postern.cf.Configuration;
import org.postern.cf.OptionValues;
import org.postern.cf.PrivacyFlag;
import org.postern.queue.MailQueue;

/// The sending side of one process: built from a configuration and its neighbours, started once, stopped once.
public final class DeliverService {
    private static final Duration SWEEP = Duration.ofSeconds(5);
    /// Hosts that never answer must not hold a place for hours.
    private static final Duration LONGEST_CONNECTING = Duration.ofMinutes(10);

    private static final long LARGEST_RETURNED_BODY = 4L << 20;

    private final Dispatcher dispatcher;
    private final MessageDelivery delivery;
    private final IdleConnections<SmtpConnection> idle;
    private final SmtpConnector connector;
    private final HostStatus hostStatus;
    private final DeliveryCounters counters;
    private final Thread sweeper;

    /// @param configuration the snapshot that all deliveries of this service use
    /// @param rules its rule sets
    /// @param hops how hosts are found, see [#hopSettings]
    public DeliverService(
            Configuration configuration,
            AddressRules rules,
            DeliveryNeighbours around,
            HopSettings hops,
            DeliveryLimits limits) {
        OptionValues options = configuration.options();
        String hostName = macro(configuration, rules, "j", "localhost");
        this.counters = new DeliveryCounters();
        this.hostStatus = new HostStatus(
                around.clock(),
                limits.deadHostTime(),
                limits.rememberedHosts(),
                around.hostStatusFiles(),
                options.timeout(CfTimeout.HOST_STATUS));
        boolean oneByOne = around.hostStatusFiles().isPresent() && options.flag(CfOption.SINGLE_THREAD_DELIVERY);
        this.idle = idle(options, around, limits);
        CfClass own = configuration.classOf("w");
        HopFinder finder = new HopFinder(around.resolver(), own::contains, hops, around.random(), limits)
                .withFirst(around.firstResolver());
        String helo = options.text(CfOption.HELO_NAME);
        this.connector = new SmtpConnector(
                finder,
                new ClientPorts(options.clients()),
                new ClientTimeouts(options, LONGEST_CONNECTING),
                new HopTrust(configuration, rules, around.protection(), hostName, around.events()),
                helo.isEmpty() ? hostName : helo,
                hostName,
                hops.chunking(),
                around.talks(),
                options.duration(CfOption.DIAL_DELAY),
                around.clock(),
                counters);
        SmtpAgent smtp = new SmtpAgent(
                finder,
                connector,
                idle,
                new DestinationLimits(
                        oneByOne ? 1 : limits.connectionsAtFirst(),
                        oneByOne ? 1 : limits.connectionsAtMost(),
                        limits.rememberedHosts()),
                hostStatus,
                limits.slotWait(),
                options.flag(CfOption.TLS_FALLBACK_TO_CLEAR),
                around.clock(),
                counters);
        SharedExchangers exchangers =
                new SharedExchangers(finder, options.number(CfOption.FAST_SPLIT), limits.groupsPerMessage());
        MessageDelivery delivery = delivery(configuration, rules, around, smtp, exchangers, limits, hostName);
        this.delivery = delivery;
        this.dispatcher = new Dispatcher(
                around.queue(), delivery, counters, around.events(), QueueLoad.of(options), limits.messages());
        this.sweeper = Thread.ofVirtual().name("connection-sweeper").unstarted(this::sweep);
    }

    /// As ConnectionCacheTimeout says, where it is set: one cache serves all deliveries.
    private static IdleConnections<SmtpConnection> idle(
            OptionValues options, DeliveryNeighbours around, DeliveryLimits limits) {
        Duration time = options.isSet(CfOption.CONNECTION_CACHE_TIMEOUT)
                ? options.duration(CfOption.CONNECTION_CACHE_TIMEOUT)
                : limits.idleTime();
        int size = options.isSet(CfOption.CONNECTION_CACHE_SIZE)
                ? limits.idleConnections(options.number(CfOption.CONNECTION_CACHE_SIZE))
                : limits.idleConnections();
        return new IdleConnections<>(around.clock(), size, time);
    }

    private MessageDelivery delivery(
            Configuration configuration,
            AddressRules rules,
            DeliveryNeighbours around,
            SmtpAgent smtp,
            SharedExchangers exchangers,
            DeliveryLimits limits,
            String hostName) {
        OptionValues options = configuration.options();
        AgeLimits ages = new AgeLimits(options, configuration.precedences());
        QueueCopies copies = new QueueCopies(around.queue());
        ExpansionSettings expansionSettings = ExpansionSettings.of(options, limits, hostName, around.defaultUser());
        Expansion expansion = new Expansion(rules, around.aliases(), around.users(), around.files(), expansionSettings);
        BounceSettings bounceSettings = bounceSettings(configuration, rules, around, hostName);
        Bounces bounces = new Bounces(
                configuration,
                rules,
                copies,
                bounceSettings,
                new LastResort(configuration, rules, deadLetters(options, around), around.events()),
                around.zone(),
                ages,
                around.clock(),
                around.events(),
                counters);
        return new MessageDelivery(
                configuration,
                rules,
                expansion,
                new OwnerSplit(copies, around.events()),
                new MailerTable(
                        smtp,
                        new LocalAgent(around.mailboxes(), around.clock()),
                        new MemberAgent(around.members(), around.clock()),
                        new ProgramAgent(around.programs(), around.clock())),
                new Settlement(
                        bounces,
                        ages,
                        new GroupSplit(new GroupChoice(configuration, rules), copies, around.events()),
                        around.clock(),
                        around.events()),
                exchangers,
                new DeliveryLog(around.clock(), around.events(), counters),
                limits.groupsPerMessage(),
                around.clock(),
                around.events());
    }

    /// With SafeFileEnvironment there is no file outside of it, as in sendmail.
    private static Optional<DeadLetterFile> deadLetters(OptionValues options, DeliveryNeighbours around) {
        return given(options.text(CfOption.DEAD_LETTER_DROP))
                .filter(_ -> given(options.text(CfOption.SAFE_FILE_ENVIRONMENT)).isEmpty())
                .map(_ -> around.deadLetters());
    }

    private static BounceSettings bounceSettings(
            Configuration configuration, AddressRules rules, DeliveryNeighbours around, String hostName) {
        OptionValues options = configuration.options();
        return new BounceSettings(
                hostName,
                given(options.text(CfOption.DOUBLE_BOUNCE_ADDRESS)),
                given(options.text(CfOption.POSTMASTER_COPY)),
                options.flag(CfOption.USE_ERRORS_TO),
                given(options.text(CfOption.BOUNCE_QUEUE)),
                options.has(PrivacyFlag.NO_BODY_RETURN),
                options.has(PrivacyFlag.NO_RECEIPTS),
                options.has(PrivacyFlag.NO_ACTUAL_RECIPIENT),
                macro(configuration, rules, "n", "MAILER-DAEMON"),
                options.flag(CfOption.SEND_MIME_ERRORS),
                ErrorHeader.of(options.text(CfOption.ERROR_HEADER), around.errorHeaders()),
                LARGEST_RETURNED_BODY);
    }

    /// How a configuration says that hosts are found.
    public static HopSettings hopSettings(Configuration configuration, boolean chunking) {
        OptionValues options = configuration.options();
        return new HopSettings(
                given(options.text(CfOption.FALLBACK_MX_HOST)),
                given(options.text(CfOption.FALLBACK_SMART_HOST)),
                options.flag(CfOption.TRY_NULL_MX_LIST),
                true,
                false,
                chunking);
    }

    private static Optional<String> given(String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(text.strip());
    }

    private static String macro(Configuration configuration, AddressRules rules, String name, String otherwise) {
        return configuration
                .scope()
                .macro(name)
                .map(text -> rules.expand(text, configuration.scope()))
                .filter(text -> !text.isEmpty() && text.chars().noneMatch(c -> Ascii.isControl((char) c)))
                .orElse(otherwise);
    }

    /// Begins to deliver.
    public void start() {
        sweeper.start();
        dispatcher.start();
    }

    private void sweep() {
        try {
            while (true) {
                Thread.sleep(SWEEP);
                idle.sweep();
                connector.closeStuck();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Delivers one message on the calling thread and ends its claim.
    public void deliverNow(MailQueue.Claim claim) {
        delivery.deliver(claim);
    }

    /// Stops: no new messages are taken, running deliveries may end until the deadline, then they are broken off and
    /// what is left of them goes back to the queue. The queue itself stays open.
    ///
    /// @return true when every delivery has ended and every claim is given back
    public boolean stop(Duration deadline) throws InterruptedException {
        boolean ended = dispatcher.stop(deadline);
        sweeper.interrupt();
        idle.close();
        if (!ended) {
            connector.closeAll();
        }
        return ended;
    }

    /// Forgets which hosts could not be reached, as a queue run that somebody asked for should.
    public void forgetDeadHosts() {
        hostStatus.forget();
    }

    /// The numbers now.
    public DeliveryFigures figures() {
        return counters.figures(idle.size());
    }
}
