package org.postern.cf;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;

/// The one declaration of every O option of sendmail 8.17 (sendmail op guide §5.6): the reader, the manual
/// (`docs/options.md`) and the audit work from this table.
///
/// Each line has the long name; then letter or number, type (with the unit of a time that is written without one), who
/// may set it on a command line (`safe`: everybody; `priv`: everybody, but the command then runs with the user's own
/// rights only), and the modules that act on it (`-` for none); then the default as it would stand in the file, empty
/// for none or for one that depends on the machine; and what it does.
public enum CfOption {
    REMOTE_MODE("RemoteMode", "> text priv -", "", "read and ignored: the host of Sun's remote mode"),
    SEVEN_BIT_INPUT(
            "SevenBitInput", "7 boolean safe receive", "false", "strip the eighth bit of everything that comes in"),
    EIGHT_BIT_MODE(
            "EightBitMode",
            "8 character safe deliver",
            "p",
            "8-bit data that is not declared: m convert to MIME, p pass as 8-bit, s refuse"),
    ALIAS_FILE(
            "AliasFile",
            "A list priv deliver",
            "",
            "alias maps, each with an optional class before a colon; several lines add"),
    ALIAS_WAIT("AliasWait", "a time/m priv maps", "0", "how long to wait for an alias map that is being rebuilt"),
    BLANK_SUB("BlankSub", "B character priv cf", " ", "what replaces blanks between the atoms of an address"),
    MIN_FREE_BLOCKS(
            "MinFreeBlocks",
            "b text safe receive",
            "0",
            "refuse mail with less free queue space in blocks; after a slash the largest message"),
    CHECKPOINT_INTERVAL(
            "CheckpointInterval",
            "C number safe deliver",
            "10",
            "write the queue file after so many deliveries of one message"),
    HOLD_EXPENSIVE(
            "HoldExpensive", "c boolean priv deliver", "false", "leave mail for mailers with flag e to queue runs"),
    DELIVERY_MODE(
            "DeliveryMode",
            "d character safe receive",
            "b",
            "i before the client is answered, b at once, q and d by queue runs"),
    ERROR_HEADER("ErrorHeader", "E text priv deliver", "", "text, or a file with text, at the top of every bounce"),
    ERROR_MODE(
            "ErrorMode",
            "e character safe programs",
            "p",
            "errors of a command: p print, m mail, w write, e mail and exit 0, q only the exit code"),
    TEMP_FILE_MODE("TempFileMode", "F octal priv queue", "0600", "the mode of files in the queue"),
    SAVE_FROM_LINE("SaveFromLine", "f boolean priv -", "false", "keep the From_ line of the input"),
    MATCH_GECOS("MatchGECOS", "G boolean priv -", "false", "find local users by their full names"),
    HELP_FILE("HelpFile", "H text priv receive", "", "the file that HELP shows"),
    MAX_HOP_COUNT("MaxHopCount", "h number priv deliver", "25", "mail with more Received fields is in a loop"),
    RESOLVER_OPTIONS("ResolverOptions", "I list priv dns", "", "names of resolver settings, each with + or -"),
    IGNORE_DOTS(
            "IgnoreDots", "i boolean safe -", "false", "a line with a single dot does not end the input of a command"),
    FORWARD_PATH(
            "ForwardPath", "J list priv deliver", "", "files to look for a user's forwarding in, separated by colons"),
    SEND_MIME_ERRORS("SendMimeErrors", "j boolean safe deliver", "true", "bounces in MIME format"),
    CONNECTION_CACHE_SIZE(
            "ConnectionCacheSize", "k number priv deliver", "1", "open connections that are kept for the next message"),
    CONNECTION_CACHE_TIMEOUT(
            "ConnectionCacheTimeout", "K time/m priv deliver", "5m", "how long an unused connection is kept"),
    USE_ERRORS_TO("UseErrorsTo", "l boolean priv deliver", "false", "send errors to the Errors-To field"),
    LOG_LEVEL("LogLevel", "L number safe programs", "9", "how much is logged, 0 to 99"),
    ME_TOO("MeToo", "m boolean safe deliver", "true", "the sender stays in the expansion of a list"),
    CHECK_ALIASES("CheckAliases", "n boolean priv programs", "false", "newaliases checks the right sides"),
    OLD_STYLE_HEADERS("OldStyleHeaders", "o boolean safe mail", "false", "addresses may be separated by blanks"),
    DAEMON_PORT_OPTIONS("DaemonPortOptions", "O list priv receive", "", "one listening port; every line adds one"),
    PRIVACY_OPTIONS("PrivacyOptions", "p list safe receive", "", "what strangers may ask; accumulates"),
    POSTMASTER_COPY("PostmasterCopy", "P text priv deliver", "", "who gets a copy of every bounce"),
    QUEUE_FACTOR(
            "QueueFactor",
            "q number priv deliver",
            "600000",
            "how fast the load average raises the bar for immediate delivery"),
    QUEUE_DIRECTORY(
            "QueueDirectory", "Q text priv queue", "", "where the queue is; a final * names all matching directories"),
    DONT_PRUNE_ROUTES("DontPruneRoutes", "R boolean priv -", "false", "keep route addresses as they are"),
    TIMEOUT("Timeout", "r suboptions priv receive+deliver", "", "time limits, one name each"),
    STATUS_FILE("StatusFile", "S text priv programs", "", "where statistics are counted"),
    SUPER_SAFE(
            "SuperSafe",
            "s character safe queue",
            "true",
            "where a message is when its sender is answered: true on the disk, interactive delivered or on the disk, "
                    + "false written; postmilter as true"),
    QUEUE_TIMEOUT("QueueTimeout", "T text priv deliver", "", "old form of Timeout.queuereturn and Timeout.queuewarn"),
    TIME_ZONE_SPEC(
            "TimeZoneSpec",
            "t text priv programs",
            "",
            "the time zone; unset: the system's; empty: that of the environment"),
    USER_DATABASE_SPEC("UserDatabaseSpec", "U text priv maps", "", "the user database"),
    DEFAULT_USER(
            "DefaultUser", "u user priv helper", "", "who programs and files run as when there is no controlling user"),
    FALLBACK_MX_HOST("FallbackMXhost", "V text priv deliver", "", "the host to try when no other could be reached"),
    VERBOSE("Verbose", "v boolean safe programs", "false", "tell what is done"),
    TRY_NULL_MX_LIST(
            "TryNullMXList", "w boolean priv deliver", "false", "when the best MX is this host, try the host itself"),
    QUEUE_LA("QueueLA", "x number priv receive", "0", "with a higher load average only queue"),
    REFUSE_LA("RefuseLA", "X number priv receive", "0", "with a higher load average refuse connections"),
    RECIPIENT_FACTOR(
            "RecipientFactor", "y number priv queue", "30000", "what each recipient adds to the cost of a message"),
    FORK_EACH_JOB("ForkEachJob", "Y boolean priv -", "false", "a process for each message of a queue run"),
    CLASS_FACTOR("ClassFactor", "z number priv queue", "1800", "what the precedence of a message takes from its cost"),
    RETRY_FACTOR("RetryFactor", "Z number priv queue", "90000", "what each attempt adds to the cost of a message"),
    QUEUE_SORT_ORDER(
            "QueueSortOrder",
            "0x81 character safe deliver",
            "priority",
            "p priority, h host, t time, f file name, m modification time, r random, s shuffled host, n none"),
    HOSTS_FILE("HostsFile", "0x82 text priv dns", "/etc/hosts", "the hosts file"),
    MIN_QUEUE_AGE("MinQueueAge", "0x83 time/m safe deliver", "0", "do not try a message again earlier"),
    DEFAULT_CHAR_SET(
            "DefaultCharSet",
            "0x85 text safe deliver",
            "unknown-8bit",
            "the charset of 8-bit data that is converted to MIME"),
    SERVICE_SWITCH_FILE(
            "ServiceSwitchFile",
            "0x86 text priv dns",
            "/etc/mail/service.switch",
            "where to look for hosts, aliases and users"),
    DIAL_DELAY("DialDelay", "0x87 time/s safe deliver", "0", "wait and try again when a connection fails at once"),
    NO_RECIPIENT_ACTION(
            "NoRecipientAction", "0x88 keyword safe programs", "none", "what to add to mail without recipient fields"),
    SAFE_FILE_ENVIRONMENT(
            "SafeFileEnvironment", "0x89 text priv helper", "", "deliveries to files stay below this directory"),
    MAX_MESSAGE_SIZE("MaxMessageSize", "0x8a number priv receive", "0", "the largest message in bytes, 0 for none"),
    COLON_OK_IN_ADDR("ColonOkInAddr", "0x8b boolean safe cf", "true", "a colon in an address does not make it a group"),
    MAX_QUEUE_RUN_SIZE(
            "MaxQueueRunSize", "0x8c number safe deliver", "0", "messages that one queue run looks at, 0 for all"),
    MAX_DAEMON_CHILDREN(
            "MaxDaemonChildren", "0x8d number priv receive", "0", "connections at the same time, 0 for no limit"),
    DONT_EXPAND_CNAMES("DontExpandCnames", "0x8e boolean priv dns", "false", "keep aliases of DNS in addresses"),
    MUST_QUOTE_CHARS(
            "MustQuoteChars",
            "0x8f text priv mail",
            "@,;:\\()[].'",
            "characters that need quotes in a full name, besides @,;:\\()[]"),
    SMTP_GREETING_MESSAGE(
            "SmtpGreetingMessage", "0x90 text priv receive", "$j Sendmail $v ready at $b", "the text behind 220"),
    UNIX_FROM_LINE("UnixFromLine", "0x91 text priv -", "From $g $d", "the From_ line of mailboxes"),
    OPERATOR_CHARS(
            "OperatorChars", "0x92 text priv cf", ".:@[]", "characters that are tokens of their own in addresses"),
    DONT_INIT_GROUPS(
            "DontInitGroups",
            "0x93 boolean priv helper",
            "false",
            "programs do not get the further groups of their user"),
    SINGLE_LINE_FROM_HEADER("SingleLineFromHeader", "0x94 boolean safe receive", "false", "unfold From fields"),
    ALLOW_BOGUS_HELO(
            "AllowBogusHELO", "0x95 boolean safe receive", "false", "accept HELO arguments that are no host names"),
    CONNECTION_RATE_THROTTLE(
            "ConnectionRateThrottle",
            "0x97 number priv receive",
            "0",
            "connections a second that one daemon takes, 0 for no limit"),
    UNSAFE_GROUP_WRITES(
            "UnsafeGroupWrites", "0x99 boolean priv os", "true", "lists that their group may write have no programs"),
    DOUBLE_BOUNCE_ADDRESS(
            "DoubleBounceAddress",
            "0x9a text priv deliver",
            "postmaster",
            "who gets bounces that cannot be returned; empty drops them"),
    HOST_STATUS_DIRECTORY(
            "HostStatusDirectory", "0x9b text priv deliver", "", "where the state of other hosts is kept"),
    SINGLE_THREAD_DELIVERY(
            "SingleThreadDelivery", "0x9c boolean priv deliver", "false", "one connection to a host at a time"),
    RUN_AS_USER("RunAsUser", "0x9d user priv programs", "", "the account of the network process"),
    RRT_IMPLIES_DSN(
            "RrtImpliesDsn", "0x9e boolean priv receive", "false", "Return-Receipt-To asks for a report of success"),
    PID_FILE(
            "PidFile",
            "0x9f text priv programs",
            "/var/run/sendmail/mta/sendmail.pid",
            "where the daemon writes its process id"),
    DONT_BLAME_SENDMAIL(
            "DontBlameSendmail", "0xa0 list priv os", "", "file safety checks that are given up; accumulates"),
    DONT_PROBE_INTERFACES(
            "DontProbeInterfaces",
            "0xa1 keyword priv programs",
            "false",
            "do not add the names of the interfaces to class w"),
    MAX_RECIPIENTS_PER_MESSAGE(
            "MaxRecipientsPerMessage", "0xa2 number safe receive", "0", "recipients of one message, 0 for no limit"),
    DEAD_LETTER_DROP("DeadLetterDrop", "0xa3 text priv deliver", "", "the file for mail that cannot even be bounced"),
    DONT_LOCK_FILES_FOR_READ(
            "DontLockFilesForRead", "0xa4 boolean priv -", "true", "no locks on files that are only read"),
    MAX_ALIAS_RECURSION("MaxAliasRecursion", "0xa5 number priv deliver", "10", "how deep aliases may point to aliases"),
    CONNECT_ONLY_TO("ConnectOnlyTo", "0xa6 text priv deliver", "", "all connections go to this address; for tests"),
    TRUSTED_USER("TrustedUser", "0xa7 user priv os", "root", "who may own maps and start the daemon besides root"),
    MAX_MIME_HEADER_LENGTH(
            "MaxMimeHeaderLength",
            "0xa8 text priv receive",
            "2048/1024",
            "longest value of a MIME field, and after a slash of a parameter"),
    CONTROL_SOCKET_NAME("ControlSocketName", "0xa9 text priv programs", "", "the socket for control commands"),
    MAX_HEADERS_LENGTH("MaxHeadersLength", "0xaa number priv receive", "32768", "bytes of a header, 0 for no limit"),
    MAX_FORWARD_ENTRIES(
            "MaxForwardEntries", "0xab number priv deliver", "0", "addresses in one .forward file, 0 for no limit"),
    PROCESS_TITLE_PREFIX("ProcessTitlePrefix", "0xac text priv -", "", "what the process title begins with"),
    DEFAULT_AUTH_INFO(
            "DefaultAuthInfo", "0xad text safe deliver", "", "the file with name and password for all servers"),
    AUTH_MECHANISMS(
            "AuthMechanisms",
            "0xae list priv receive+deliver",
            "EXTERNAL GSSAPI KERBEROS_V4 DIGEST-MD5 CRAM-MD5",
            "SASL mechanisms"),
    CLIENT_PORT_OPTIONS(
            "ClientPortOptions",
            "0xaf list priv deliver",
            "",
            "own address and port of outgoing connections; every line adds"),
    DATA_FILE_BUFFER_SIZE(
            "DataFileBufferSize",
            "0xb0 number priv -",
            "4096",
            "body bytes that are kept in memory before a file is written"),
    XSCRIPT_FILE_BUFFER_SIZE(
            "XscriptFileBufferSize",
            "0xb1 number priv -",
            "4096",
            "transcript bytes that are kept in memory before a file is written"),
    LDAP_DEFAULT_SPEC("LDAPDefaultSpec", "0xb2 text priv maps", "", "arguments that every LDAP map begins with"),
    SERVER_CERT_FILE("ServerCertFile", "0xb4 text priv tls", "", "the server's certificate; two files for two kinds"),
    SERVER_KEY_FILE("ServerKeyFile", "0xb5 text priv tls", "", "the key of the server's certificate"),
    CLIENT_CERT_FILE("ClientCertFile", "0xb6 text priv tls", "", "the client's certificate"),
    CLIENT_KEY_FILE("ClientKeyFile", "0xb7 text priv tls", "", "the key of the client's certificate"),
    CA_CERT_FILE("CACertFile", "0xb8 text priv tls", "", "certificates that are trusted"),
    CA_CERT_PATH("CACertPath", "0xb9 text priv tls", "", "a directory of certificates that are trusted"),
    DH_PARAMETERS("DHParameters", "0xba text priv tls", "2048", "a file, or the size of the parameters"),
    INPUT_MAIL_FILTERS("InputMailFilters", "0xbb list priv -", "", "the milters that are asked, in order"),
    MILTER("Milter", "0xbc suboptions priv receive", "", "settings of milters, one name each"),
    AUTH_OPTIONS("AuthOptions", "0xbd list priv receive", "", "SASL settings: A a c d f m p y"),
    QUEUE_FILE_MODE("QueueFileMode", "0xbe octal priv queue", "0600", "the mode of queue files"),
    CERT_FINGERPRINT_ALGORITHM("CertFingerprintAlgorithm", "0xbf text priv tls", "md5", "the hash of ${cert_fp}"),
    CIPHER_LIST("CipherList", "0xc0 text priv tls", "", "ciphers up to TLS 1.2"),
    RAND_FILE("RandFile", "0xc1 text priv tls", "", "read and ignored: a source of randomness"),
    TLS_SRV_OPTIONS(
            "TLSSrvOptions", "0xc2 list priv tls", "", "V asks for no client certificate, C has no server certificate"),
    BAD_RCPT_THROTTLE(
            "BadRcptThrottle",
            "0xc3 number safe receive",
            "0",
            "unknown recipients before answers get slow, 0 for never"),
    DELIVER_BY_MIN(
            "DeliverByMin",
            "0xc4 time/s priv receive",
            "0",
            "the shortest time that a client may ask for; below 0 none"),
    MAX_QUEUE_CHILDREN("MaxQueueChildren", "0xc5 number priv deliver", "0", "processes of queue runs at the same time"),
    MAX_RUNNERS_PER_QUEUE("MaxRunnersPerQueue", "0xc6 number priv deliver", "1", "processes for one queue group"),
    DIRECT_SUBMISSION_MODIFIERS(
            "DirectSubmissionModifiers",
            "0xc7 text priv receive",
            "",
            "${daemon_flags} of mail that a command submits"),
    NICE_QUEUE_RUN("NiceQueueRun", "0xc8 number priv -", "0", "how nice queue runs are"),
    SHARED_MEMORY_KEY("SharedMemoryKey", "0xc9 number priv -", "0", "the key of shared memory, -1 for automatic"),
    AUTH_MAX_BITS(
            "AuthMaxBits", "0xca number priv receive", "2147483647", "the strongest security layer that is negotiated"),
    MAILBOX_DATABASE("MailboxDatabase", "0xcb text priv -", "pw", "where local users are found: pw or ldap"),
    USE_MSP("UseMSP", "0xcc boolean priv programs", "false", "behave as the mail submission program"),
    DELAY_LA("DelayLA", "0xcd number priv receive", "0", "with a higher load average answer slowly"),
    FAST_SPLIT(
            "FastSplit",
            "0xce number priv deliver",
            "1",
            "0: hosts with the same mail exchangers share a transaction; above: not at the first attempt"),
    SOFT_BOUNCE("SoftBounce", "0xcf boolean priv receive+deliver", "false", "every permanent error is a temporary one"),
    SHARED_MEMORY_KEY_FILE(
            "SharedMemoryKeyFile", "0xd0 text priv queue", "", "where the key of shared memory is written"),
    REJECT_LOG_INTERVAL(
            "RejectLogInterval",
            "0xd1 time/h priv receive",
            "3h",
            "how often to log that connections are still refused"),
    REQUIRES_DIR_FSYNC("RequiresDirfsync", "0xd2 boolean priv -", "true", "directories must be synced too"),
    CONNECTION_RATE_WINDOW_SIZE(
            "ConnectionRateWindowSize",
            "0xd3 time/s priv receive",
            "60s",
            "the time over which connections are counted"),
    CRL_FILE("CRLFile", "0xd4 text priv tls", "", "revoked certificates"),
    FALLBACK_SMART_HOST(
            "FallbackSmartHost", "0xd5 text priv deliver", "", "the host to try when a name is not known at all"),
    AUTH_REALM("AuthRealm", "0xd6 text priv receive", "", "the SASL realm, this host when empty"),
    CRL_PATH("CRLPath", "0xd7 text priv tls", "", "a directory of revoked certificates"),
    HELO_NAME("HeloName", "0xd8 text priv deliver", "", "what to say in EHLO, this host when empty"),
    REFUSE_LOW_MEM("RefuseLowMem", "0xd9 number priv -", "0", "refuse mail with less free memory"),
    QUEUE_LOW_MEM("QueueLowMem", "0xda number priv -", "0", "only queue with less free memory"),
    MEMORY_RESOURCE("MemoryResource", "0xdb text priv -", "", "where the free memory is read"),
    MAX_NOOP_COMMANDS(
            "MaxNOOPCommands", "0xdc number priv receive", "20", "commands without effect before answers get slow"),
    MESSAGE_ACCEPT("MessageAccept", "0xdd text priv -", "", "text of the reply that accepts a message"),
    CHECK_QUEUE_RUNNERS(
            "CheckQueueRunners", "0xde number priv -", "0", "how often missing queue runners are looked for"),
    EIGHT_BIT_ADDR_OK("EightBitAddrOK", "0xdf boolean priv -", "false", "addresses may have bytes above 127"),
    ADDR_TYPE_MODES("AddrTypeModes", "0xe0 boolean priv -", "false", "${addr_type} tells the mode too"),
    BAD_RCPT_SHUTDOWN(
            "BadRcptShutdown",
            "0xe1 number safe receive",
            "0",
            "unknown recipients before the session is closed, 0 for never"),
    BAD_RCPT_SHUTDOWN_GOOD(
            "BadRcptShutdownGood", "0xe2 number safe receive", "0", "good recipients, in percent, that prevent it"),
    SERVER_SSL_OPTIONS("ServerSSLOptions", "0xe3 list priv tls", "", "OpenSSL settings of the server"),
    CLIENT_SSL_OPTIONS("ClientSSLOptions", "0xe4 list priv tls", "", "OpenSSL settings of the client"),
    MAX_QUEUE_AGE("MaxQueueAge", "0xe5 time/m priv deliver", "0", "the longest time between two attempts"),
    BAD_RCPT_THROTTLE_DELAY(
            "BadRcptThrottleDelay", "0xe6 number safe receive", "1", "how slow answers get, in seconds"),
    FIPS_MODE("FIPSMode", "0xe8 boolean priv -", "false", "only validated cryptography"),
    REJECT_NUL("RejectNUL", "0xe9 boolean safe receive", "false", "refuse messages with NUL bytes"),
    BOUNCE_QUEUE("BounceQueue", "0xea text priv deliver", "", "the queue group of bounces"),
    ADD_BCC("AddBcc", "0xeb boolean priv deliver", "false", "add a Bcc field"),
    USE_COMPRESSED_IPV6_ADDRESSES(
            "UseCompressedIPv6Addresses", "0xec boolean priv -", "false", "IPv6 addresses in their short form"),
    SSL_ENGINE("SSLEngine", "0xed text priv -", "", "read and ignored: an OpenSSL engine"),
    SSL_ENGINE_PATH("SSLEnginePath", "0xee text priv -", "", "read and ignored: where the engine is"),
    TLS_FALLBACK_TO_CLEAR(
            "TLSFallbacktoClear",
            "0xef boolean priv deliver",
            "false",
            "try again without TLS when the handshake failed"),
    NAME_SERVER("NameServer", "0xf0 text priv dns", "", "the name server; for tests"),
    DANE("DANE", "0xf1 keyword priv -", "false", "check certificates by TLSA records: false, true, always"),
    NAME_SEARCH_LIST("NameSearchList", "0xf2 text priv -", "", "the domains to search; for tests"),
    HACKS("Hacks", "0xf4 number priv -", "0", "bits for experiments"),
    KEEP_BCC("KeepBcc", "0xf3 boolean priv deliver", "false", "do not remove Bcc fields"),
    CLIENT_CA_CERT_FILE("ClientCACertFile", "0xf5 text priv tls", "", "certificates that are trusted for servers"),
    CLIENT_CA_CERT_PATH(
            "ClientCACertPath", "0xf6 text priv tls", "", "a directory of certificates that are trusted for servers"),
    SET_CERT_ALTNAMES(
            "SetCertAltnames",
            "0xf7 boolean priv -",
            "false",
            "put the alternative names of a certificate into ${cert_altnames}"),
    SMTP_UTF8("SmtpUTF8", "0xf8 boolean priv receive", "false", "internationalised mail"),
    STRICT_TRANSPORT_SECURITY("StrictTransportSecurity", "0xf9 boolean priv -", "false", "honour MTA-STS policies"),
    CIPHER_SUITES("CipherSuites", "0xfa text priv tls", "", "cipher suites of TLS 1.3");

    private static final int FIRST_CODE_WITHOUT_LETTER = 0x80;
    private static final Map<Integer, CfOption> BY_CODE = new HashMap<>();

    static {
        for (CfOption option : values()) {
            BY_CODE.put(option.code, option);
        }
    }

    private final String longName;
    private final int code;
    private final OptionType type;
    private final char unit;
    private final String defaultValue;
    private final OptionAccess access;
    private final String readers;
    private final String text;

    CfOption(String longName, String kind, String defaultValue, String text) {
        String[] words = kind.split(" ", -1);
        String[] typeAndUnit = words[1].split("/", -1);
        this.longName = longName;
        this.code = words[0].length() == 1 ? words[0].charAt(0) : Integer.decode(words[0]);
        this.type = OptionType.valueOf(typeAndUnit[0].toUpperCase(Locale.ROOT));
        this.unit = typeAndUnit.length > 1 ? typeAndUnit[1].charAt(0) : '-';
        this.defaultValue = defaultValue;
        this.access = words[2].equals("safe") ? OptionAccess.SAFE : OptionAccess.PRIVILEGED;
        this.readers = words[3];
        this.text = text;
    }

    /// The name in `O Name=value`.
    public String longName() {
        return longName;
    }

    /// The letter of the old form `Oxvalue`, if the option has one.
    public Optional<Character> letter() {
        return code < FIRST_CODE_WITHOUT_LETTER ? Optional.of((char) code) : Optional.empty();
    }

    /// The letter, or the number as sendmail writes it: `0x81`.
    public String written() {
        return code < FIRST_CODE_WITHOUT_LETTER ? String.valueOf((char) code) : "0x" + Integer.toHexString(code);
    }

    /// How the value is read.
    public OptionType type() {
        return type;
    }

    /// The unit of a time that is written without one: `s`, `m` or `h`; `-` for options that are no times.
    public char unit() {
        return unit;
    }

    /// The value as it would stand in the file when no line sets the option; empty for none or for one that depends on
    /// the machine.
    public String defaultValue() {
        return defaultValue;
    }

    /// Who may set it on a command line.
    public OptionAccess access() {
        return access;
    }

    /// The modules that act on it.
    public List<String> readers() {
        return readers.equals("-") ? List.of() : List.of(readers.split("\\+", -1));
    }

    /// What it does, in one line.
    public String text() {
        return text;
    }

    /// The option of this name in full; case does not matter.
    public static Optional<CfOption> ofName(String name) {
        return Arrays.stream(values())
                .filter(option -> Ascii.sameIgnoringCase(option.longName, name))
                .findFirst();
    }

    /// The option of an old form line.
    public static Optional<CfOption> ofLetter(char letter) {
        return letter < FIRST_CODE_WITHOUT_LETTER ? Optional.ofNullable(BY_CODE.get((int) letter)) : Optional.empty();
    }
}
