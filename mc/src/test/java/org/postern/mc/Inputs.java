package org.postern.mc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/// Lines for the address test: usual and unusual addresses in all ways to rewrite them, and calls of the check rule
/// sets in all situations that the tables know.
final class Inputs {
    private static final String PIECES = "abcXYZ019.@@@%!:,;<>()[]\" +-_/=&*|~";
    private static final List<String> OTHER_MAILERS = List.of(
            "uucp-old", "uucp-dom", "uucp-uudom", "uucp-new", "procmail", "cyrus", "cyrusv2", "usenet", "smtp8");
    private static final int RANDOM_ADDRESSES = 200;

    /// One address of so many, one question to the check rule sets of so many.
    private static final int STEP = 4;

    /// The lines about one client that may not relay.
    private static final int CHECKS = 500;

    private Inputs() {}

    /// The text of a test resource.
    static String resource(String name) throws IOException {
        try (InputStream in = Inputs.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /// A selection for configurations that differ from others in one thing only.
    static List<String> usual() throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> addresses = resource("addresses.txt").lines().toList();
        for (int i = 0; i < addresses.size(); i += STEP) {
            lines.add("/parse " + addresses.get(i));
        }
        for (String flags : List.of("ER", "ES", "HR", "HS")) {
            lines.add("/tryflags " + flags);
            for (String address : List.of("alice", "root", "bob@example.com", "user@host.UUCP", "x@mail.oracle.test")) {
                lines.add("/try esmtp " + address);
                lines.add("/try local " + address);
            }
        }
        int question = 0;
        for (String line : resource("checks.txt").lines().limit(CHECKS).toList()) {
            if (line.startsWith(".") || question++ % STEP == 0) {
                lines.add(line);
            }
        }
        return lines;
    }

    static List<String> all() throws IOException {
        List<String> addresses = resource("addresses.txt").lines().toList();
        List<String> lines = new ArrayList<>();
        for (String address : addresses) {
            lines.add("3,0 " + address);
            lines.add("/parse " + address);
        }
        for (String flags : List.of("ER", "ES", "HR", "HS")) {
            lines.add("/tryflags " + flags);
            for (int i = 0; i < addresses.size(); i++) {
                lines.add("/try esmtp " + addresses.get(i));
                lines.add((i % 2 == 0 ? "/try local " : "/try relay ") + addresses.get(i));
                lines.add("/try " + OTHER_MAILERS.get(i % OTHER_MAILERS.size()) + " " + addresses.get(i));
            }
        }
        resource("checks.txt").lines().forEach(lines::add);
        Random random = new Random(1);
        for (int i = 0; i < RANDOM_ADDRESSES; i++) {
            StringBuilder address = new StringBuilder();
            int length = 1 + random.nextInt(20);
            for (int j = 0; j < length; j++) {
                address.append(PIECES.charAt(random.nextInt(PIECES.length())));
            }
            lines.add((i % 2 == 0 ? "3,0 " : "/parse ") + address);
        }
        return lines;
    }
}
