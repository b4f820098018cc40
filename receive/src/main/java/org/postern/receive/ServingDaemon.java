package org.postern.receive;

import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.cf.AddressUse;
import org.postern.cf.CfOption;
import org.postern.cf.CfTimeout;
import org.postern.cf.DaemonFlags;
import org.postern.cf.Mailer;
import org.postern.cf.OptionValues;
import org.postern.cf.PortOptions;
import org.postern.cf.PrivacyFlag;
import org.postern.cf.SessionMacros;
import org.postern.smtp.HelpTexts;
import org.postern.smtp.MemoryBudget;
import org.postern.smtp.PrivacyOption;
import org.postern.smtp.ServerFeature;
import org.postern.smtp.SessionFeatures;
import org.postern.smtp.SessionLimits;
import org.postern.smtp.SessionSettings;

/// Everything that the sessions of one listener share: prepared once, never changed.
final class ServingDaemon {
    /// The name of the daemon of clients that `sendmail -bs` speaks for.
    static final String STANDARD_INPUT = "stdin";

    private static final int UNKNOWN_COMMANDS = 25;
    private static final int DIALOGUE_LEVEL = 15;

    /// Rewrites by rule sets 3, 1 and 4 alone, as `$f` needs it.
    private static final Mailer NO_MAILER = new Mailer(
            "none",
            -1,
            "",
            "",
            new Mailer.RuleSets(0, 0, 0, 0),
            List.of(),
            "\n",
            new Mailer.Limits(0, 0, 0, 0),
            0,
            Optional.empty(),
            Optional.empty(),
            Mailer.Types.NONE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0);

    private final ReceiveContext context;
    private final PortOptions port;
    private final SessionMacros macros;
    private final String hostName;
    private final int portNumber;
    private final String realm;
    private final SessionSettings settings;
    private final SessionSettings settingsWithTls;
    private final SessionFeatures features;
    private final Admission admission;
    private final HeaderChecks headerChecks;
    private final MessageAcceptance acceptance;
    private final boolean submission;

    /// @param address where it listens, for `{daemon_addr}`
    /// @param portNumber where it listens, 0 for a unix socket
    /// @param submission true for the socket of local callers
    ServingDaemon(
            ReceiveContext context,
            PortOptions port,
            String address,
            int portNumber,
            boolean submission,
            HelpTexts help,
            MemoryBudget memory,
            ZoneId zone) {
        this.context = context;
        this.port = port;
        this.submission = submission;
        this.macros = SessionMacros.above(context.configuration().scope());
        defineMacros(address, portNumber);
        this.hostName = expanded("j", "localhost");
        OptionValues options = context.configuration().options();
        Set<SessionSettings.Mode> modes = modes(options, port, submission);
        this.settings = new SessionSettings(
                hostName, expanded("v", "8.17.1"), port.name(), modes, limits(options), help, memory);
        this.settingsWithTls = settings.with(SessionSettings.Mode.TLS_READY);
        this.features = features(options, port.modifiers(), submission);
        this.portNumber = portNumber;
        String configured = options.text(CfOption.AUTH_REALM);
        this.realm = configured.isEmpty() ? hostName : configured;
        this.admission = new Admission(context, port, hostName);
        this.headerChecks = new HeaderChecks(context.configuration().headers());
        this.acceptance =
                new MessageAcceptance(context, new FirstDelivery(options, port, context.host()), hostName, zone);
    }

    private void defineMacros(String address, int portNumber) {
        OptionValues options = context.configuration().options();
        boolean flagsOfCommand = submission && options.isSet(CfOption.DIRECT_SUBMISSION_MODIFIERS);
        String modifiers = flagsOfCommand ? options.text(CfOption.DIRECT_SUBMISSION_MODIFIERS) : port.modifiers();
        macros.define("daemon_name", port.name());
        macros.define("daemon_addr", address);
        macros.define("daemon_port", Integer.toString(portNumber));
        macros.define("daemon_family", Ascii.lower(port.family().name()));
        macros.define("daemon_flags", DaemonFlags.text(modifiers));
        macros.define("daemon_info", "SMTP");
        macros.define(FirstDelivery.MACRO, FirstDelivery.of(options, port));
    }

    private String expanded(String macro, String otherwise) {
        String value = macros.macro(macro)
                .map(text -> context.rules().expand(text, macros))
                .orElse("");
        return value.isEmpty() ? otherwise : value;
    }

    private static Set<SessionSettings.Mode> modes(OptionValues options, PortOptions port, boolean submission) {
        EnumSet<SessionSettings.Mode> modes = EnumSet.noneOf(SessionSettings.Mode.class);
        addIf(modes, SessionSettings.Mode.ALLOW_BOGUS_HELO, options.flag(CfOption.ALLOW_BOGUS_HELO));
        addIf(modes, SessionSettings.Mode.SEVEN_BIT_INPUT, options.flag(CfOption.SEVEN_BIT_INPUT));
        addIf(modes, SessionSettings.Mode.EIGHT_BIT_STRICT, options.letter(CfOption.EIGHT_BIT_MODE, 'p') == 's');
        addIf(modes, SessionSettings.Mode.REJECT_NUL, options.flag(CfOption.REJECT_NUL));
        addIf(modes, SessionSettings.Mode.SOFT_BOUNCE, options.flag(CfOption.SOFT_BOUNCE));
        addIf(modes, SessionSettings.Mode.SEND_MIME_ERRORS, options.flag(CfOption.SEND_MIME_ERRORS));
        addIf(modes, SessionSettings.Mode.LOCAL_CALLERS, submission);
        addIf(modes, SessionSettings.Mode.LOG_DIALOGUE, options.number(CfOption.LOG_LEVEL) >= DIALOGUE_LEVEL);
        addIf(modes, SessionSettings.Mode.TLS_FROM_START, port.has('s') && !submission);
        return modes;
    }

    private static void addIf(Set<SessionSettings.Mode> modes, SessionSettings.Mode mode, boolean on) {
        if (on) {
            modes.add(mode);
        }
    }

    private static SessionLimits limits(OptionValues options) {
        long headers = options.number(CfOption.MAX_HEADERS_LENGTH);
        return new SessionLimits(
                Math.max(0, options.number(CfOption.MAX_MESSAGE_SIZE)),
                (int) (headers <= 0 ? Integer.MAX_VALUE : Math.min(headers, Integer.MAX_VALUE)),
                count(options, CfOption.MAX_RECIPIENTS_PER_MESSAGE),
                count(options, CfOption.MAX_NOOP_COMMANDS),
                UNKNOWN_COMMANDS,
                new SessionLimits.BadRecipients(
                        count(options, CfOption.BAD_RCPT_THROTTLE),
                        1000L * count(options, CfOption.BAD_RCPT_THROTTLE_DELAY),
                        count(options, CfOption.BAD_RCPT_SHUTDOWN),
                        count(options, CfOption.BAD_RCPT_SHUTDOWN_GOOD)),
                options.number(CfOption.MAX_DAEMON_CHILDREN) > 0,
                options.duration(CfOption.DELIVER_BY_MIN).toSeconds());
    }

    private static int count(OptionValues options, CfOption option) {
        return Math.clamp(options.number(option), 0, Integer.MAX_VALUE);
    }

    private static SessionFeatures features(OptionValues options, String modifiers, boolean submission) {
        EnumSet<PrivacyOption> privacy = EnumSet.noneOf(PrivacyOption.class);
        for (PrivacyFlag flag : PrivacyFlag.values()) {
            if (options.has(flag)) {
                PrivacyOption.ofWord(flag.word()).ifPresent(privacy::addAll);
            }
        }
        SessionFeatures offered = SessionFeatures.defaults(privacy);
        if (modifiers.indexOf('E') >= 0) {
            offered = offered.with(ServerFeature.ETRN, false);
        }
        boolean trusted = submission || modifiers.indexOf('A') >= 0;
        offered = offered.with(ServerFeature.AUTH, !trusted)
                .with(ServerFeature.SECURE_PLAINTEXT, hasLetter(options.text(CfOption.AUTH_OPTIONS), 'p'))
                .with(ServerFeature.REQUEST_CERTIFICATE, !hasLetter(options.text(CfOption.TLS_SRV_OPTIONS), 'V'));
        if (submission || modifiers.indexOf('S') >= 0) {
            offered = offered.with(ServerFeature.STARTTLS, false);
        }
        if (options.flag(CfOption.SMTP_UTF8)) {
            offered = offered.with(ServerFeature.SMTPUTF8, true);
        }
        if (modifiers.indexOf('a') >= 0) {
            offered = offered.with(ServerFeature.REQUIRE_AUTH, true);
        }
        return offered;
    }

    /// True when one of the words of a list begins with the letter: only that counts.
    private static boolean hasLetter(String list, char letter) {
        for (String word : list.split("[ ,\t]+", -1)) {
            if (word.indexOf(letter) == 0) {
                return true;
            }
        }
        return false;
    }

    ReceiveContext context() {
        return context;
    }

    /// The name of the daemon.
    String name() {
        return port.name();
    }

    /// The name for the `from=` line; what came over standard input has none there.
    String loggedName() {
        return submission || port.name().equals(STANDARD_INPUT) ? "" : port.name();
    }

    /// Who is let in.
    Admission admission() {
        return admission;
    }

    /// The macros of the configuration and of this listener.
    SessionMacros macros() {
        return macros;
    }

    /// Where it listens, 0 for a unix socket.
    int port() {
        return portNumber;
    }

    /// What users belong to that name no realm: AuthRealm, or this host.
    String realm() {
        return realm;
    }

    String hostName() {
        return hostName;
    }

    /// @param tls true when there is a certificate now
    SessionSettings settings(boolean tls) {
        return tls ? settingsWithTls : settings;
    }

    SessionFeatures features() {
        return features;
    }

    HeaderChecks headerChecks() {
        return headerChecks;
    }

    MessageAcceptance acceptance() {
        return acceptance;
    }

    Duration commandTimeout() {
        return context.limits().commandTimeout();
    }

    Duration handshakeTimeout() {
        return context.configuration().options().timeout(CfTimeout.STARTTLS);
    }

    Duration dataBlockTimeout() {
        return context.limits().dataBlockTimeout();
    }

    /// The words of the greeting: option SmtpGreetingMessage with `ESMTP` after its first word.
    String greeting(SessionMacros session, String date) {
        SessionMacros greeting = SessionMacros.above(session);
        greeting.define("b", date);
        String text = context.rules()
                .expand(context.configuration().options().text(CfOption.SMTP_GREETING_MESSAGE), greeting);
        int blank = 0;
        while (blank < text.length() && !Ascii.isSpace(text.charAt(blank))) {
            blank++;
        }
        return text.substring(0, blank) + " ESMTP" + text.substring(blank);
    }

    /// The sender as rule sets 3, 1 and 4 make it, for `$f`.
    String senderAddress(String address, SessionMacros message) {
        return context.rules()
                .rewrite(address, AddressUse.ENVELOPE_SENDER, NO_MAILER, Optional.empty(), message)
                .text();
    }
}
