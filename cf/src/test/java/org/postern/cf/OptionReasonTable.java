package org.postern.cf;

import java.util.Map;

/// Why options have no effect, for `docs/options.md`.
final class OptionReasonTable {
    private static final Map<CfOption, String> REASONS = Map.ofEntries(
            Map.entry(CfOption.ADDR_TYPE_MODES, "only in special builds of sendmail"),
            Map.entry(CfOption.CHECK_QUEUE_RUNNERS, "only in special builds of sendmail"),
            Map.entry(CfOption.DANE, "not built yet: TLSA records are not asked for"),
            Map.entry(
                    CfOption.DATA_FILE_BUFFER_SIZE,
                    "bodies of up to 256 KiB never become files of their own before they are accepted"),
            Map.entry(
                    CfOption.DONT_LOCK_FILES_FOR_READ,
                    "always `true`: our map files are replaced as a whole, alias sources are read at once"),
            Map.entry(CfOption.DONT_PRUNE_ROUTES, "routes are left to the rules (RFC 5321 §3.3: they may be ignored)"),
            Map.entry(CfOption.EIGHT_BIT_ADDR_OK, "only in special builds of sendmail"),
            Map.entry(CfOption.FIPS_MODE, "set a provider in the JDK's `java.security`"),
            Map.entry(CfOption.FORK_EACH_JOB, "deliveries are threads of one process"),
            Map.entry(CfOption.HACKS, "no experiments"),
            Map.entry(CfOption.IGNORE_DOTS, "the command line says it: `-i`, `-oi`"),
            Map.entry(
                    CfOption.INPUT_MAIL_FILTERS,
                    "a configuration with milters keeps the daemon from starting: never silently unfiltered"),
            Map.entry(
                    CfOption.MAILBOX_DATABASE,
                    "accounts come from the host's name service (nsswitch.conf); LDAP accounts through it"),
            Map.entry(CfOption.MATCH_GECOS, "full names are not unique, and guessing tells strangers who lives here"),
            Map.entry(CfOption.MEMORY_RESOURCE, "only in special builds of sendmail"),
            Map.entry(CfOption.MESSAGE_ACCEPT, "only in special builds of sendmail"),
            Map.entry(CfOption.NAME_SEARCH_LIST, "for tests of sendmail; resolv.conf counts"),
            Map.entry(CfOption.NICE_QUEUE_RUN, "queue runs are threads of the daemon; `N=` of a mailer counts"),
            Map.entry(CfOption.PROCESS_TITLE_PREFIX, "a JVM cannot change its title"),
            Map.entry(CfOption.QUEUE_LOW_MEM, "only in special builds of sendmail"),
            Map.entry(CfOption.REFUSE_LOW_MEM, "only in special builds of sendmail"),
            Map.entry(CfOption.REMOTE_MODE, "sendmail ignores it too"),
            Map.entry(CfOption.REQUIRES_DIR_FSYNC, "always `true`, the safe value"),
            Map.entry(CfOption.SAVE_FROM_LINE, "a `From ` line of the input is no header field; its date is used"),
            Map.entry(CfOption.SET_CERT_ALTNAMES, "not built yet"),
            Map.entry(CfOption.SHARED_MEMORY_KEY, "there is one network process: nothing has to be shared"),
            Map.entry(CfOption.SSL_ENGINE, "there is no OpenSSL"),
            Map.entry(CfOption.SSL_ENGINE_PATH, "there is no OpenSSL"),
            Map.entry(CfOption.STRICT_TRANSPORT_SECURITY, "not built yet: policies are not asked for"),
            Map.entry(CfOption.UNIX_FROM_LINE, "other programs read mailboxes by the usual form of this line"),
            Map.entry(
                    CfOption.USE_COMPRESSED_IPV6_ADDRESSES,
                    "addresses have sendmail's usual form everywhere; write entries of the access database so"),
            Map.entry(CfOption.XSCRIPT_FILE_BUFFER_SIZE, "transcripts are kept in memory, and are bounded"));

    private OptionReasonTable() {}

    /// The reason; empty for an option that has an effect.
    static String of(CfOption option) {
        return option.readers().isEmpty() ? REASONS.getOrDefault(option, "") : "";
    }
}
