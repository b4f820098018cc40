package org.postern.dns;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postern.base.Ascii;

/// What a `resolv.conf` says, as far as it concerns this program.
///
/// @param servers at most 3, as in the C library; the loopback address when the file names none
/// @param searchDomains for callers that complete short names; the resolver itself never does
/// @param timeout of `options timeout:`, 1 to 30 s, default 5
/// @param attempts of `options attempts:`, 1 to 5, default 2
/// @param trustAuthenticated `options trust-ad`
public record ResolvConf(
        List<InetAddress> servers,
        List<String> searchDomains,
        Duration timeout,
        int attempts,
        boolean trustAuthenticated) {
    private static final int MOST_SERVERS = 3;
    private static final int MOST_DOMAINS = 32;
    private static final int MOST_BYTES = 64 * 1024;

    public ResolvConf {
        servers = List.copyOf(servers);
        searchDomains = List.copyOf(searchDomains);
    }

    /// Reads the file; one that does not exist is as an empty one.
    ///
    /// @throws IOException when it is there and cannot be read
    public static ResolvConf read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return parse(Ascii.text(in.readNBytes(MOST_BYTES)));
        } catch (NoSuchFileException _) {
            return parse("");
        }
    }

    /// The meaning of this text; lines that mean nothing are left out.
    public static ResolvConf parse(String text) {
        List<InetAddress> servers = new ArrayList<>();
        List<String> domains = new ArrayList<>();
        int timeout = 5;
        int attempts = 2;
        boolean trust = false;
        for (String line : text.split("\n", -1)) {
            String[] words = line.strip().split("\\s+");
            switch (words[0]) {
                case "nameserver" -> {
                    if (words.length > 1 && servers.size() < MOST_SERVERS) {
                        AddressText.parse(words[1]).ifPresent(servers::add);
                    }
                }
                case "domain", "search" ->
                    domains = new ArrayList<>(List.of(words)
                            .subList(1, Math.min(words.length, words[0].equals("domain") ? 2 : MOST_DOMAINS + 1)));
                case "options" -> {
                    for (String word : words) {
                        timeout = number(word, "timeout:", 30, timeout);
                        attempts = number(word, "attempts:", 5, attempts);
                        trust |= word.equals("trust-ad");
                    }
                }
                default -> {
                    // A comment, or something that concerns the C library only.
                }
            }
        }
        if (servers.isEmpty()) {
            servers.add(InetAddress.ofLiteral("127.0.0.1"));
        }
        return new ResolvConf(servers, domains, Duration.ofSeconds(timeout), attempts, trust);
    }

    private static int number(String word, String key, int most, int otherwise) {
        if (!word.startsWith(key) || !word.substring(key.length()).matches("\\d{1,4}")) {
            return otherwise;
        }
        return Math.clamp(Integer.parseInt(word.substring(key.length())), 1, most);
    }
}
