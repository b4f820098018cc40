package org.postern.tls;

import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.postern.base.Ascii;

/// The cipher suites that CipherSuites (TLS 1.3) and CipherList (TLS 1.2) leave, in the JDK's names.
final class SuiteChoice {
    private SuiteChoice() {}

    /// A list of which nothing is left counts as if it were not set.
    ///
    /// @param complaints gets `SSL_CTX_set_cipher_list(LIST)` for such a list
    static List<String> of(String cipherSuites, String cipherList, Consumer<String> complaints) {
        List<String> chosen = new ArrayList<>(newest(cipherSuites).orElseGet(() -> {
            complaints.accept("SSL_CTX_set_ciphersuites(" + cipherSuites + ") failed, suites ignored");
            return newest("").orElseThrow();
        }));
        chosen.addAll(older(cipherList).orElseGet(() -> {
            complaints.accept("SSL_CTX_set_cipher_list(" + cipherList + ") failed, list ignored");
            return older("").orElseThrow();
        }));
        return chosen;
    }

    /// What DHParameters leaves to a server: `none` leaves out the suites that need parameters.
    static List<String> withParameters(List<String> suites, String parameters) {
        return parameters.isEmpty() || Ascii.lower(parameters.charAt(0)) != 'n'
                ? suites
                : suites.stream().filter(suite -> !suite.startsWith("TLS_DHE_")).toList();
    }

    /// True when DHParameters wants 512 or 1024 bits or those of a file; the JDK has groups of 2048 bits.
    static boolean asksForOtherGroups(String parameters) {
        return !parameters.isEmpty() && "51/".indexOf(parameters.charAt(0)) >= 0;
    }

    /// Those of TLS 1.3.
    ///
    /// @param names with colons between; empty: all
    /// @return empty when the JDK has none of them
    static Optional<List<String>> newest(String names) {
        List<String> all = available().stream()
                .filter(suite -> suite.startsWith("TLS_AES_") || suite.startsWith("TLS_CHACHA20_"))
                .toList();
        if (names.isEmpty()) {
            return Optional.of(all);
        }
        List<String> named =
                Arrays.stream(names.split("[:, \t]+", -1)).filter(all::contains).toList();
        return named.isEmpty() ? Optional.empty() : Optional.of(named);
    }

    /// Those of TLS 1.2.
    ///
    /// @param list in OpenSSL's language; empty: its default
    /// @return empty when nothing is left
    static Optional<List<String>> older(String list) {
        List<String> chosen = CipherList.choose(list.isEmpty() ? "DEFAULT" : list, available());
        return chosen.isEmpty() ? Optional.empty() : Optional.of(chosen);
    }

    private static List<String> available() {
        try {
            return List.of(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites());
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
