package org.postern.tls;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.postern.base.Ascii;

/// OpenSSL's way to name ciphers up to TLS 1.2 (openssl-ciphers(1)), for those that the JDK has: names and groups with
/// `:`, `,` or blanks between them, `+` joins groups, `!` and `-` remove, `+` in front moves to the end.
final class CipherList {
    private static final Set<String> STRONG = Set.of("ALL", "HIGH", "DEFAULT");

    /// Groups that the JDK has nothing of; to name them is no mistake.
    private static final Set<String> EMPTY = Set.of(
            "COMPLEMENTOFDEFAULT",
            "COMPLEMENTOFALL",
            "MEDIUM",
            "LOW",
            "EXP",
            "EXPORT",
            "EXPORT40",
            "EXPORT56",
            "eNULL",
            "NULL",
            "aNULL",
            "ADH",
            "AECDH",
            "aDSS",
            "DSS",
            "aDH",
            "kDH",
            "kDHr",
            "kDHd",
            "DH",
            "kECDH",
            "kRSA",
            "RC4",
            "RC2",
            "DES",
            "3DES",
            "IDEA",
            "SEED",
            "MD5",
            "CAMELLIA",
            "CAMELLIA128",
            "CAMELLIA256",
            "ARIA",
            "ARIA128",
            "ARIA256",
            "ARIAGCM",
            "PSK",
            "kPSK",
            "aPSK",
            "kECDHEPSK",
            "kDHEPSK",
            "kRSAPSK",
            "SRP",
            "aSRP",
            "kSRP",
            "GOST",
            "GOST94",
            "GOST89MAC",
            "aGOST",
            "aGOST01",
            "kGOST",
            "AESCCM",
            "AESCCM8",
            "SSLv2",
            "SSLv3",
            "TLSv1.0",
            "TLSv1");

    private CipherList() {}

    /// The chosen suites.
    ///
    /// @param list OpenSSL's text
    /// @param available the JDK's names that can be used, best first
    /// @return the JDK's names in the order of the text; empty when nothing of it fits
    static List<String> choose(String list, List<String> available) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String suite : available) {
            if (suite.contains("_WITH_")) {
                all.put(suite, CipherSuite.of(suite).name());
            }
        }
        List<String> chosen = new ArrayList<>();
        for (String word : list.split("[:, \t]+", -1)) {
            if (word.isEmpty() || word.startsWith("@")) {
                // an order or a level of OpenSSL's own; the JDK keeps the strongest first and refuses the weak
                continue;
            }
            char sign = word.charAt(0);
            boolean signed = sign == '!' || sign == '-' || sign == '+';
            String expression = signed ? word.substring(1) : word;
            Optional<Predicate<String>> wanted = expression(expression);
            if (wanted.isEmpty()) {
                continue;
            }
            List<String> matching = all.entrySet().stream()
                    .filter(entry -> wanted.get().test(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            switch (sign) {
                case '!' -> {
                    chosen.removeAll(matching);
                    matching.forEach(all::remove);
                }
                case '-' -> chosen.removeAll(matching);
                case '+' -> {
                    List<String> moved =
                            chosen.stream().filter(matching::contains).toList();
                    chosen.removeAll(moved);
                    chosen.addAll(moved);
                }
                default ->
                    matching.stream().filter(suite -> !chosen.contains(suite)).forEach(chosen::add);
            }
        }
        return chosen;
    }

    private static Optional<Predicate<String>> expression(String expression) {
        Predicate<String> all = _ -> true;
        for (String part : expression.split("\\+", -1)) {
            Optional<Predicate<String>> one = group(part);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            all = all.and(one.get());
        }
        return Optional.of(all);
    }

    /// What a word means for OpenSSL's name of a suite; empty when it means nothing at all.
    private static Optional<Predicate<String>> group(String word) {
        if (STRONG.contains(word)) {
            return Optional.of(_ -> true);
        }
        if (EMPTY.contains(word)) {
            return Optional.of(_ -> false);
        }
        return switch (word) {
            case "TLSv1.2" -> Optional.of(name -> isAead(name) || endsWithOne(name, "-SHA256", "-SHA384"));
            case "kECDHE", "kEECDH", "ECDHE", "EECDH", "ECDH" -> Optional.of(name -> name.startsWith("ECDHE-"));
            case "kDHE", "kEDH", "DHE", "EDH" -> Optional.of(name -> name.startsWith("DHE-"));
            case "aRSA", "RSA" -> Optional.of(name -> name.contains("-RSA-"));
            case "aECDSA", "ECDSA" -> Optional.of(name -> name.contains("-ECDSA-"));
            case "AES" -> Optional.of(name -> name.contains("AES"));
            case "AES128" -> Optional.of(name -> name.contains("AES128"));
            case "AES256" -> Optional.of(name -> name.contains("AES256"));
            case "AESGCM" -> Optional.of(name -> name.contains("-GCM-"));
            case "CHACHA20" -> Optional.of(name -> name.contains("CHACHA20"));
            case "SHA", "SHA1" -> Optional.of(name -> name.endsWith("-SHA"));
            case "SHA256" -> Optional.of(name -> !isAead(name) && name.endsWith("-SHA256"));
            case "SHA384" -> Optional.of(name -> !isAead(name) && name.endsWith("-SHA384"));
            default -> Optional.of(name -> Ascii.sameIgnoringCase(name, word));
        };
    }

    private static boolean isAead(String name) {
        return name.contains("-GCM-") || name.contains("CHACHA20");
    }

    private static boolean endsWithOne(String name, String one, String other) {
        return name.endsWith(one) || name.endsWith(other);
    }
}
