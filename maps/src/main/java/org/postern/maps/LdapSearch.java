package org.postern.maps;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchResultListener;
import com.unboundid.ldap.sdk.SearchResultReference;
import com.unboundid.ldap.sdk.SearchScope;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.base.Ascii;

/// One look-up in a directory: a search, and further searches where attributes of the entries say so.
///
/// ## How
/// 1. The results of all entries are put together in their order, joined by the delimiter of the map; without a
/// delimiter the first result is all.
/// 2. Values of the kinds DN, FILTER and URL are no results but further searches. They are collected in the order of
/// their text, each once, and done one after the other, first always the smallest that is not done yet, as the real
/// program does it; the order of results depends on it. Names of entries that were seen are marked as done there, so
/// that nothing is looked at twice and circles end.
/// 3. Everything is bounded: entries, searches, bytes of the result. What exceeds a bound is a failure, never a part
/// of the result: half an alias would lose mail.
final class LdapSearch {
    private final LDAPConnectionPool directory;
    private final LdapSpec spec;
    private final Optional<Character> delimiter;
    private final MapLimits limits;
    private final TreeMap<Further, Boolean> further = new TreeMap<>(Further.ORDER);
    private final StringBuilder result = new StringBuilder();
    private boolean found;
    private boolean matched;
    private int entries;
    private int searches;

    LdapSearch(LDAPConnectionPool directory, LdapSpec spec, Optional<Character> delimiter, MapLimits limits) {
        this.directory = directory;
        this.spec = spec;
        this.delimiter = delimiter;
        this.limits = limits;
    }

    /// A search that an entry asks for, or the name of an entry that was seen.
    private record Further(String text, LdapAttribute.Kind kind) {
        static final Comparator<Further> ORDER =
                Comparator.comparing(Further::folded).thenComparing(Further::kind);

        String folded() {
            return Ascii.lower(text);
        }
    }

    /// With `-1`, a second result is no result.
    static final class Ambiguous extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        Ambiguous() {
            super("more than one result", null, false, false);
        }
    }

    /// True when any entry was found.
    boolean matched() {
        return matched;
    }

    /// The results together; empty when there is none.
    Optional<String> result() {
        return found ? Optional.of(result.toString()) : Optional.empty();
    }

    /// Searches with the map's own base and scope.
    ///
    /// @param matchOnly one entry is enough, its attributes do not count
    void run(Filter filter, boolean matchOnly) throws LDAPException, Ambiguous {
        take(search(LdapConnections.utf8(spec.base()), scope(spec.scope()), filter, names()), matchOnly, false);
        if (matchOnly) {
            return;
        }
        while (true) {
            Optional<Further> next = further.entrySet().stream()
                    .filter(entry -> !entry.getValue())
                    .map(java.util.Map.Entry::getKey)
                    .findFirst();
            if (next.isEmpty()) {
                return;
            }
            follow(next.get());
            further.put(next.get(), true);
        }
    }

    private void follow(Further next) throws LDAPException, Ambiguous {
        String text = LdapConnections.utf8(next.text());
        switch (next.kind()) {
            case NORMAL -> throw new IllegalStateException("not a search");
            case DN ->
                take(
                        search(text, scope(spec.scope()), Filter.createPresenceFilter("objectClass"), names()),
                        false,
                        false);
            case FILTER ->
                take(
                        search(LdapConnections.utf8(spec.base()), scope(spec.scope()), Filter.create(text), names()),
                        false,
                        false);
            case URL -> {
                // As the real program: on the connection that is there, whatever host the URL names.
                LDAPURL url = new LDAPURL(text);
                List<String> attributes = new ArrayList<>(List.of(url.getAttributes()));
                if (!attributes.isEmpty()) {
                    attributes.add("objectClass");
                }
                take(search(url.getBaseDN().toString(), url.getScope(), url.getFilter(), attributes), false, true);
            }
        }
    }

    /// Keeps entries as they come, as many as allowed.
    private final class Collector implements SearchResultListener {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient List<SearchResultEntry> entries = new ArrayList<>();
        private boolean tooMany;

        @Override
        public void searchEntryReturned(SearchResultEntry entry) {
            if (entries.size() >= limits.ldapEntries()) {
                tooMany = true;
            } else {
                entries.add(entry);
            }
        }

        @Override
        public void searchReferenceReturned(SearchResultReference reference) {
            // followed by the library, or not wanted
        }
    }

    private List<SearchResultEntry> search(String base, SearchScope scope, Filter filter, List<String> attributes)
            throws LDAPException {
        searches++;
        if (searches > limits.ldapSearches()) {
            throw new LDAPException(ResultCode.LOCAL_ERROR, "more than " + limits.ldapSearches() + " searches");
        }
        Collector collector = new Collector();
        SearchRequest request = new SearchRequest(
                collector,
                base,
                scope,
                policy(spec.dereference()),
                spec.sizeLimit(),
                spec.timeLimit(),
                spec.namesOnly(),
                filter,
                attributes.toArray(String[]::new));
        request.setFollowReferrals(spec.referrals());
        request.setResponseTimeoutMillis(1000L * seconds());
        try {
            directory.search(request);
        } catch (LDAPSearchException e) {
            // what came before the trouble may already show that the result is ambiguous
            boolean ambiguous = spec.single() && e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED);
            if (!ambiguous) {
                throw e;
            }
        }
        entries += collector.entries.size();
        if (collector.tooMany || entries > limits.ldapEntries()) {
            throw new LDAPException(ResultCode.LOCAL_ERROR, "more than " + limits.ldapEntries() + " entries");
        }
        return collector.entries;
    }

    /// How long an answer may take.
    int seconds() {
        int most = limits.remoteSeconds();
        return spec.timeLimit() > 0 ? Math.min(spec.timeLimit(), most) : most;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        if (!spec.attributes().isEmpty()) {
            names.add("objectClass");
            spec.attributes().forEach(attribute -> names.add(attribute.name()));
        }
        return names;
    }

    /// @param anyAttribute attributes that the map did not ask for are results too
    private void take(List<SearchResultEntry> some, boolean matchOnly, boolean anyAttribute)
            throws LDAPException, Ambiguous {
        for (SearchResultEntry entry : some) {
            matched = true;
            if (matchOnly) {
                continue;
            }
            Further itself = new Further(bytesAsText(entry.getDN()), LdapAttribute.Kind.DN);
            if (Boolean.TRUE.equals(further.get(itself))) {
                continue;
            }
            for (Attribute attribute : entry.getAttributes()) {
                Optional<LdapAttribute> wanted = wanted(attribute, anyAttribute);
                if (wanted.isPresent() && belongs(entry, wanted.get()) && !take(attribute, wanted.get())) {
                    break;
                }
            }
            further.put(itself, true);
            if (delimiter.isEmpty() && found && !spec.single()) {
                return;
            }
        }
    }

    private Optional<LdapAttribute> wanted(Attribute attribute, boolean any) {
        for (LdapAttribute wanted : spec.attributes()) {
            if (Ascii.sameIgnoringCase(wanted.name(), attribute.getName())) {
                return Optional.of(wanted);
            }
        }
        boolean classes = Ascii.sameIgnoringCase(attribute.getName(), "objectClass");
        return classes || !any
                ? Optional.empty()
                : Optional.of(new LdapAttribute(attribute.getName(), LdapAttribute.Kind.NORMAL, List.of()));
    }

    private static boolean belongs(SearchResultEntry entry, LdapAttribute wanted) {
        if (wanted.classes().isEmpty()) {
            return true;
        }
        String[] classes = entry.getObjectClassValues();
        if (classes == null) {
            return false;
        }
        for (String one : classes) {
            if (wanted.classes().stream().anyMatch(name -> Ascii.sameIgnoringCase(name, one))) {
                return true;
            }
        }
        return false;
    }

    /// Takes the values of one attribute; false when no other attribute of the entry counts.
    private boolean take(Attribute attribute, LdapAttribute wanted) throws LDAPException, Ambiguous {
        if (delimiter.isEmpty()) {
            return takeFirst(attribute);
        }
        boolean returns = wanted.kind() == LdapAttribute.Kind.NORMAL;
        if (returns && spec.single() && found) {
            throw new Ambiguous();
        }
        if (spec.namesOnly()) {
            append(attribute.getName());
            return true;
        }
        for (byte[] value : attribute.getValueByteArrays()) {
            if (returns) {
                append(named(attribute, value));
            } else {
                Further next = new Further(Ascii.text(value), wanted.kind());
                further.putIfAbsent(next, false);
            }
        }
        return true;
    }

    /// Without a delimiter: the first value of the first attribute.
    private boolean takeFirst(Attribute attribute) throws LDAPException, Ambiguous {
        if (found) {
            if (spec.single()) {
                throw new Ambiguous();
            }
            return false;
        }
        if (spec.namesOnly()) {
            append(attribute.getName());
            return false;
        }
        byte[][] values = attribute.getValueByteArrays();
        if (values.length == 0) {
            return true;
        }
        append(named(attribute, values[0]));
        return false;
    }

    private String named(Attribute attribute, byte[] value) {
        String text = Ascii.text(value);
        return spec.nameSeparator()
                .map(separator -> attribute.getName() + separator + text)
                .orElse(text);
    }

    private void append(String text) throws LDAPException {
        if (found) {
            delimiter.ifPresent(result::append);
        }
        found = true;
        result.append(text);
        if (result.length() > limits.valueLength()) {
            throw new LDAPException(ResultCode.LOCAL_ERROR, "a result of more than " + limits.valueLength() + " bytes");
        }
    }

    private static String bytesAsText(String text) {
        return Ascii.text(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static SearchScope scope(String word) {
        return switch (word) {
            case "base" -> SearchScope.BASE;
            case "one" -> SearchScope.ONE;
            default -> SearchScope.SUB;
        };
    }

    private static DereferencePolicy policy(String word) {
        return switch (word) {
            case "always" -> DereferencePolicy.ALWAYS;
            case "search" -> DereferencePolicy.SEARCHING;
            case "find" -> DereferencePolicy.FINDING;
            default -> DereferencePolicy.NEVER;
        };
    }
}
