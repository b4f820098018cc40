package org.postern.programs.users;

import java.util.Optional;

/// Which way a message came by UUCP, from its lines `From user DATE remote from HOST` and `>From ...`: the last line
/// is the oldest hop.
final class UucpPath {
    private final StringBuilder hosts = new StringBuilder();
    private String first = "";
    private String user = "";

    /// Takes a line; false when it is no such line.
    boolean take(String line) {
        String rest;
        if (line.startsWith("From ")) {
            rest = line.substring("From ".length());
        } else if (line.startsWith(">From ")) {
            rest = line.substring(">From ".length());
        } else {
            return false;
        }
        String address = word(rest.strip());
        if (address.isEmpty()) {
            return false;
        }
        int remote = rest.indexOf(" remote from ");
        String host = remote < 0
                ? ""
                : word(rest.substring(remote + " remote from ".length()).strip());
        int bang = address.lastIndexOf('!');
        add(host);
        if (bang > 0) {
            add(address.substring(0, bang));
        }
        user = address.substring(bang + 1);
        return true;
    }

    private void add(String host) {
        if (host.isEmpty()) {
            return;
        }
        if (first.isEmpty()) {
            int bang = host.indexOf('!');
            first = bang < 0 ? host : host.substring(0, bang);
        }
        hosts.append(host).append('!');
    }

    private static String word(String text) {
        int blank = text.indexOf(' ');
        return blank < 0 ? text : text.substring(0, blank);
    }

    /// The host that handed the message over; empty when it came from this one.
    String host() {
        return first;
    }

    /// `host!host!user`; empty without a line that names a user.
    Optional<String> sender() {
        return user.isEmpty() ? Optional.empty() : Optional.of(hosts + user);
    }
}
