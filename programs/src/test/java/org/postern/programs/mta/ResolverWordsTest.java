package org.postern.programs.mta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.dns.DnsSettings;

class ResolverWordsTest {
    private static final List<String> DOMAINS = List.of("one.test", "two.test");

    private static ResolverWords words(String... words) {
        return new ResolverWords(List.of(words));
    }

    @Test
    void signsTurnWordsOnAndOff() {
        assertThat(words().has("HasWildcardMX", false)).isFalse();
        assertThat(words("HASWILDCARDMX").has("HasWildcardMX", false)).isTrue();
        assertThat(words("+HasWildcardMX").has("HasWildcardMX", false)).isTrue();
        assertThat(words("+HasWildcardMX", "-HasWildcardMX").has("HasWildcardMX", true))
                .isFalse();
    }

    @Test
    void modesOfQuestions() {
        assertThat(words("+AAONLY", "-DNSRCH").modes()).isEmpty();
        assertThat(words("usevc", "-recurse").modes())
                .containsExactlyInAnyOrder(DnsSettings.Mode.TCP_ONLY, DnsSettings.Mode.NOT_RECURSIVE);
    }

    @Test
    void domainsThatCompleteShortNames() {
        assertThat(words().searchDomains(DOMAINS)).isEqualTo(DOMAINS);
        assertThat(words("-DNSRCH").searchDomains(DOMAINS)).containsExactly("one.test");
        assertThat(words("-DNSRCH", "-DEFNAMES").searchDomains(DOMAINS)).isEmpty();
        assertThat(words("-DEFNAMES").searchDomains(DOMAINS)).isEqualTo(DOMAINS);
    }
}
