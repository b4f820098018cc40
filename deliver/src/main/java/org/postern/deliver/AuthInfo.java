package org.postern.deliver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.sasl.Credentials;
import org.postern.sasl.Secret;

/// Reads who we are at another host, from what rule set `authinfo` gives or from the file of DefaultAuthInfo (sendmail
/// op guide §5.1.4.9, cf/README "authinfo").
final class AuthInfo {
    private static final String LETTERS = "UIPRM";

    private AuthInfo() {}

    /// `"U:user" "I:id" "P=cGFzcw==" "R:realm" "M:PLAIN LOGIN"`: `=` before what is base64.
    ///
    /// @param tokens as the rule set gives them, with or without quotes
    /// @return empty when that is no such list
    static Optional<Credentials> ofRuleSet(List<String> tokens, List<String> usual) {
        Map<Character, String> found = new HashMap<>();
        for (String part : parts(tokens)) {
            if (part.length() < 2 || (part.charAt(1) != ':' && part.charAt(1) != '=')) {
                return Optional.empty();
            }
            char letter = Character.toUpperCase(part.charAt(0));
            Optional<String> value =
                    part.charAt(1) == '=' ? decoded(part.substring(2)) : Optional.of(part.substring(2));
            boolean known = LETTERS.indexOf(letter) >= 0;
            if (!known || value.isEmpty() || found.put(letter, value.get()) != null) {
                return Optional.empty();
            }
        }
        return credentials(found, usual);
    }

    /// Quoted parts of the answer; a rule set may join several into one token.
    private static List<String> parts(List<String> tokens) {
        String all = String.join(" ", tokens).strip();
        if (all.indexOf('"') < 0) {
            return all.isEmpty() ? List.of() : List.of(all.split(" +", -1));
        }
        List<String> parts = new ArrayList<>();
        int at = all.indexOf('"');
        while (at >= 0) {
            int end = all.indexOf('"', at + 1);
            if (end < 0) {
                return List.of("?");
            }
            parts.add(all.substring(at + 1, end));
            at = all.indexOf('"', end + 1);
        }
        return parts;
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(Ascii.text(Base64.getDecoder().decode(Ascii.bytes(text))));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<Credentials> credentials(Map<Character, String> found, List<String> usual) {
        String user = found.getOrDefault('U', found.getOrDefault('I', ""));
        String id = found.getOrDefault('I', user);
        Optional<String> password = Optional.ofNullable(found.get('P'));
        if (user.isEmpty() || id.isEmpty() || password.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> realm = Optional.ofNullable(found.get('R')).filter(text -> !text.isEmpty());
        List<String> mechanisms = Optional.ofNullable(found.get('M'))
                .map(AuthInfo::words)
                .filter(words -> !words.isEmpty())
                .orElse(usual);
        return Optional.of(new Credentials(user, id, Secret.of(Ascii.bytes(password.get())), realm, mechanisms));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.strip().split("[ \t,]+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /// What a file of DefaultAuthInfo came to.
    sealed interface FileAnswer {
        record Good(Credentials credentials) implements FileAnswer {}

        /// The file ends too early.
        ///
        /// @param missing `user`, `authid` or `password`
        record Incomplete(String missing) implements FileAnswer {}
    }

    /// Lines without `#` at the start: user, authentication id, password, and perhaps realm and mechanisms.
    static FileAnswer ofFile(byte[] file, List<String> usual) {
        List<String> lines =
                Ascii.text(file).lines().filter(line -> !line.startsWith("#")).toList();
        String[] names = {"user", "authid", "password"};
        if (lines.size() < names.length) {
            return new FileAnswer.Incomplete(names[lines.size()]);
        }
        Map<Character, String> found = new HashMap<>();
        for (int i = 0; i < Math.min(lines.size(), LETTERS.length()); i++) {
            found.put(LETTERS.charAt(i), lines.get(i).stripTrailing());
        }
        return credentials(found, usual)
                .<FileAnswer>map(FileAnswer.Good::new)
                .orElseGet(() -> new FileAnswer.Incomplete("user"));
    }
}
