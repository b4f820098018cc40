package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeaderAddressesTest {
    private static List<String> of(String value) {
        return HeaderAddresses.of(value);
    }

    @Test
    void plainPhrasesCommentsAndFolding() {
        assertThat(of(" bob")).containsExactly("bob");
        assertThat(of("bob@example.org, Alice Example <alice@example.org>,\n\t(the boss) carol@example.org (Carol)"))
                .containsExactly("bob@example.org", "alice@example.org", "carol@example.org");
        assertThat(of("\"Last, First\" <a@b.c>, \"odd, name\"@example.org"))
                .containsExactly("a@b.c", "\"odd, name\"@example.org");
        assertThat(of("bob @ example . org")).containsExactly("bob@example.org");
        assertThat(of("a (x (nested, \\) comma) y) @b.c")).containsExactly("a@b.c");
    }

    @Test
    void groupsAndEmptyPlaces() {
        assertThat(of("friends: a@b.c, D <d@e.f>;, g@h.i,,")).containsExactly("a@b.c", "d@e.f", "g@h.i");
        assertThat(of("undisclosed-recipients:;")).isEmpty();
        assertThat(of("")).isEmpty();
        assertThat(of("<>")).isEmpty();
    }

    @Test
    void brokenTextNeitherThrowsNorYieldsLineBreaks() {
        Random random = new Random(20261125);
        String alphabet = "ab@.,;:<>()\"\\ \t\n";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(24); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            for (String address : of(text.toString())) {
                assertThat(address).isNotEmpty().doesNotContain("\n");
            }
        }
        assertThat(of("a\n b@c")).containsExactly("a b@c");
    }
}
