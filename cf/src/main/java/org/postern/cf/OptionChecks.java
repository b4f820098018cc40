package org.postern.cf;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.base.Ascii;

/// What sendmail says about values that it does not understand (sendmail op guide §5.6). Most of them are used all the
/// same; the rest keep their default.
final class OptionChecks {
    private static final int QUOTE_CHARACTERS = 40;
    private static final int SHORTEST_HEADER = 128;
    private static final int SHORTEST_FIELD = 40;
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,5}@)?\\d{1,10}(\\.\\d{1,10}){0,3}");
    private static final Pattern IPV6 = Pattern.compile("(\\d{1,5}@)?[0-9A-Fa-f]*:[0-9A-Fa-f:.]*");
    private static final Pattern SSL_WORD = Pattern.compile("[+-]?(SSL_OP_[A-Z0-9_]+|\\d.*)");
    private static final Set<String> RESOLVER_WORDS = Set.of(
            "debug",
            "aaonly",
            "usevc",
            "primary",
            "igntc",
            "recurse",
            "defnames",
            "stayopen",
            "dnsrch",
            "use_inet6",
            "use_edns0",
            "use_dnssec",
            "haswildcardmx",
            "workaroundbrokenaaaa");

    private final ReadState state;
    private final ConfigurationFiles files;

    OptionChecks(ReadState state, ConfigurationFiles files) {
        this.state = state;
        this.files = files;
    }

    /// Says what is wrong with a value.
    ///
    /// @return false when the value is not to be used
    boolean usable(CfOption option, String value) {
        return switch (option) {
            case MUST_QUOTE_CHARS -> quoteCharacters(value);
            case QUEUE_SORT_ORDER -> sortOrder(value);
            case CONNECT_ONLY_TO -> connectOnlyTo(value);
            case MAX_MIME_HEADER_LENGTH -> mimeHeaderLength(value);
            case RESOLVER_OPTIONS -> resolverOptions(value);
            case AUTH_OPTIONS -> letters("AuthOptions", value, "aAcdfmpy");
            case TLS_SRV_OPTIONS -> letters("TLSSrvOptions", value, "VC");
            case SERVER_SSL_OPTIONS, CLIENT_SSL_OPTIONS -> sslOptions(option.longName(), value);
            case DEFAULT_USER -> user("option u", value);
            case RUN_AS_USER -> user("option RunAsUser", value);
            case TRUSTED_USER -> known("option TrustedUser", "user", value, files::isUser);
            default -> true;
        };
    }

    private boolean quoteCharacters(String value) {
        if (value.length() < QUOTE_CHARACTERS) {
            return true;
        }
        state.bareWarning("Warning: MustQuoteChars too long, ignored.");
        return false;
    }

    private boolean sortOrder(String value) {
        if (!value.isEmpty() && "fFhHmMnNpPrRsStT".indexOf(value.charAt(0)) >= 0) {
            return true;
        }
        state.problem("Invalid queue sort order \"" + Printable.text(value) + "\"");
        return false;
    }

    private boolean connectOnlyTo(String value) {
        if (IPV4.matcher(value).matches() || IPV6.matcher(value).matches()) {
            return true;
        }
        state.problem("readcf: option ConnectOnlyTo: invalid IP address " + Printable.text(value));
        return false;
    }

    private boolean mimeHeaderLength(String value) {
        long header = OptionValues.leadingNumber(value, 10);
        int slash = value.indexOf('/');
        long field = slash < 0 ? header / 2 : OptionValues.leadingNumber(value.substring(slash + 1), 10);
        if (header > 0 && header < SHORTEST_HEADER) {
            state.bareWarning("Warning: MaxMimeHeaderLength: header length limit set lower than " + SHORTEST_HEADER);
        }
        if (field > 0 && field < SHORTEST_FIELD) {
            state.bareWarning("Warning: MaxMimeHeaderLength: field length limit set lower than " + SHORTEST_FIELD);
        }
        return true;
    }

    private boolean resolverOptions(String value) {
        for (String word : value.strip().split("\\s+", -1)) {
            String name = word.startsWith("+") || word.startsWith("-") ? word.substring(1) : word;
            if (!word.isEmpty() && !RESOLVER_WORDS.contains(Ascii.lower(name))) {
                state.problem("readcf: I option value " + Printable.text(name) + " unrecognized");
            }
        }
        return true;
    }

    private boolean letters(String option, String value, String known) {
        for (String word : value.split("[,\\s]+", -1)) {
            if (!word.isEmpty() && known.indexOf(word.charAt(0)) < 0) {
                state.bareWarning("Warning: Option: " + option + " unknown parameter '"
                        + Printable.text(word.substring(0, 1)) + "'");
            }
        }
        return true;
    }

    private boolean sslOptions(String option, String value) {
        for (String word : value.split("[,\\s]+", -1)) {
            if (!word.isEmpty() && !SSL_WORD.matcher(word).matches()) {
                String name = word.startsWith("+") || word.startsWith("-") ? word.substring(1) : word;
                state.problem("readcf: " + option + " option value " + Printable.text(name) + " unrecognized");
            }
        }
        return true;
    }

    /// Checks `user`, `user:group` or `user.group`; numbers need no account.
    boolean user(String where, String value) {
        int end = 0;
        while (end < value.length() && ":./".indexOf(value.charAt(end)) < 0) {
            end++;
        }
        return known(where, "user", value.substring(0, end), files::isUser)
                && (end >= value.length() || known(where, "group", value.substring(end + 1), files::isGroup));
    }

    boolean group(String where, String value) {
        return known(where, "group", value, files::isGroup);
    }

    private interface Accounts {
        Optional<Boolean> has(String name);
    }

    private boolean known(String where, String kind, String name, Accounts accounts) {
        boolean number = !name.isEmpty() && Ascii.isDigit(name.charAt(0));
        if (number || accounts.has(name).orElse(true)) {
            return true;
        }
        state.problem("readcf: " + where + ": unknown " + kind + " " + Printable.text(name));
        return false;
    }
}
