package org.postern.cf;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Lines for the address test: usual and unusual addresses, and calls of the check rule sets.
final class AddressInputs {
    private static final List<String> ADDRESSES = List.of(
            "alice",
            "root",
            "Alice",
            "postmaster",
            "alice@mail.oracle.test",
            "alice@MAIL.Oracle.Test",
            "alice@mail",
            "alice@localhost",
            "bob@oracle.test",
            "carol@other.test",
            "user@example.com",
            "user@example.com.",
            "user@sub.example.com",
            "user+detail@mail.oracle.test",
            "user+detail@example.com",
            "+@x.test",
            "a+@x.test",
            "user@[192.0.2.1]",
            "user@[10.1.2.3]",
            "user@[IPv6:2001:db8::1]",
            "user@[bad]",
            "user@[]",
            "[x]@y",
            "a%b@mail.oracle.test",
            "a%b.test@c.test",
            "a%b%c@mail.oracle.test",
            "host!user",
            "host!user@mail.oracle.test",
            "a!b!c",
            "host!user@example.com",
            "a.b!c@d",
            "@mail.oracle.test:user@example.com",
            "<@a.test,@b.test:u@c.test>",
            "@a.test:@b.test:u@c.test",
            "@relay.test:user",
            "user@host.UUCP",
            "user@host.BITNET",
            "user@host.DECNET",
            "host::user",
            "a::b@c",
            "user@host.redirect",
            "user@x.REDIRECT",
            "",
            "@",
            "<>",
            "<@>",
            "user@",
            "@host",
            "a@b@c",
            "a@@b",
            "a@b..c",
            "a@.b",
            ".a@b",
            "a.@b",
            "a..b@c",
            "user@-host",
            "user @ example . com",
            "two words",
            "two words@example.com",
            "\"two words\"@example.com",
            "\"a@b\"@c",
            "\"quoted\"",
            "\"a\\\"b\"@c",
            "a\"b\"c@d",
            "\"\"@x",
            "\"|prog\"",
            "|prog",
            "/tmp/file",
            ":include:/etc/list",
            "\\alice",
            "\\root",
            "alice\\",
            "a\\@b",
            "a\\ b@c",
            "Name <user@example.com>",
            "\"Last, First\" <user@example.com>",
            "user@example.com (comment)",
            "(a (b) c) user@example.com",
            "group: a@b, c@d;",
            "list:;",
            "a:b",
            "a,b",
            "a;b",
            "<user@example.com>",
            "<<user@example.com>>",
            "<user@example.com",
            "user@example.com>",
            "(unclosed user@x",
            "user@x)",
            "\"unclosed@x",
            "$1@x",
            "a$|b@c",
            "$#error",
            "a*b@c",
            "user@joe@virt.test",
            "joe@virt.test",
            "JOE@Virt.Test",
            "other@virt.test",
            "detail+x@virt.test",
            "detail+y@virt.test",
            "plus+foo@virt.test",
            "bad@virt.test",
            "none@virt.test",
            "list@virt.test",
            "x@direct.test",
            "x@a.sub.test",
            "x@a.b.sub.test",
            "x@host.sub.test",
            "x@sub.test",
            "x@err.test",
            "x@old.test",
            "x@own.test",
            "x@second.test",
            "x@limited.test",
            "x@hub.oracle.test",
            "operator",
            "user@masq.test",
            "ex\u00ffample",
            "us\u00e9r@x",
            "user\u0085@x",
            "tab\there@x",
            "a@" + "b".repeat(250),
            "a".repeat(256) + "@x",
            "a." + "b.".repeat(100) + "c@d",
            "a@b (c) d",
            "a (b) @ c",
            "user%mail.oracle.test",
            "user%example.com@mail.oracle.test",
            "user@mail.oracle.test@example.com",
            "mail.oracle.test!user",
            "example.com!user",
            "a=b@c",
            "a/b@c",
            "a^b@c",
            "a[b]c@d",
            "{x}@y",
            "a#b@c",
            "a'b@c",
            "`x`@y",
            "~x@y",
            "!x@y",
            "x!@y",
            "%@y",
            "x%@y",
            "@@",
            "a@b,c@d",
            "<a@b>,<c@d>",
            "c:\\file",
            "user@1.2.3.4");

    private static final String SENDERS = """
            <>
            <alice@mail.oracle.test>
            <user@example.com>
            <unqualified>
            <x@spammer.test>
            <ok@spammer.test>
            <x@sub.spammer.test>
            <user+detail@good.test>
            <plus+x@good.test>
            <anyuser@good.test>
            <disc@good.test>
            <err@good.test>
            <err2@good.test>
            <quar@good.test>
            <x@skip.test>
            <plain@good.test>
            <x@untagged.good.test>
            <a@b@c>
            <@a:b@c>
            <user@[10.0.0.1]>
            <user@localhost>
            """;

    private static final String RECIPIENTS = """
            <alice@mail.oracle.test>
            <alice>
            <user@example.com>
            <x@relayto.test>
            <x@a.relayto.test>
            <blocked@mail.oracle.test>
            <block@mail.oracle.test>
            <x@disc.test>
            <a%b.test@mail.oracle.test>
            <b.test!a@mail.oracle.test>
            <@mail.oracle.test:a@b.test>
            <friend@mail.oracle.test>
            <>
            <@>
            <x@relay.test>
            <x@sub.relay.test>
            <x@oracle.test>
            <x@virt.test>
            <"a@b"@mail.oracle.test>
            """;

    private static final String CALLS = """
            .D{client_addr}192.0.2.1
            check_rcpt <user@example.com>
            .D{auth_type}PLAIN
            check_rcpt <user@example.com>
            trust_auth x@y
            tls_server OK
            tls_server NONE
            tls_client NO $| MAIL
            try_tls host.test
            authinfo smart.test $| 10.0.0.1
            srv_features client.example.com $|
            greet_pause client.example.com $| 10.1.2.3
            check_compat a@b $| c@d
            """;

    private static final String PIECES = "abcXYZ019.@@@%!:,;<>()[]\"\\ +-_/=$&#*|~'";

    private AddressInputs() {}

    static List<String> addressLines() {
        List<String> lines = new ArrayList<>();
        for (String address : ADDRESSES) {
            lines.add("3,0 " + address);
        }
        for (String address : ADDRESSES) {
            lines.add("/parse " + address);
        }
        for (String flags : List.of("ER", "ES", "HR", "HS")) {
            lines.add("/tryflags " + flags);
            for (int i = 0; i < ADDRESSES.size(); i += 3) {
                lines.add("/try esmtp " + ADDRESSES.get(i));
                lines.add("/try local " + ADDRESSES.get(i));
            }
            lines.add("/parse alice@mail.oracle.test");
        }
        lines.add("=M");
        lines.add("=S0");
        lines.add("=S3");
        lines.add("=SMasqHdr");
        return lines;
    }

    /// Calls of check rule sets, for a client that is not this machine.
    static List<String> checkLines() {
        List<String> lines = new ArrayList<>(List.of(
                ".D{client_addr}10.1.2.3",
                ".D{client_name}client.example.com",
                ".D{client_resolve}OK",
                ".D{daemon_flags}c u",
                "check_relay client.example.com $| 10.1.2.3",
                "check_relay x.relay.test $| 127.0.0.9"));
        SENDERS.lines().forEach(sender -> lines.addAll(List.of("check_mail " + sender, "checkmail " + sender)));
        RECIPIENTS
                .lines()
                .forEach(recipient -> lines.addAll(List.of("check_rcpt " + recipient, "checkrcpt " + recipient)));
        CALLS.lines().forEach(lines::add);
        return lines;
    }

    /// Addresses that nobody would write.
    static List<String> random(Random random, int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder address = new StringBuilder();
            int length = 1 + random.nextInt(24);
            for (int j = 0; j < length; j++) {
                address.append(PIECES.charAt(random.nextInt(PIECES.length())));
            }
            lines.add((i % 2 == 0 ? "3,0 " : "/parse ") + address);
        }
        return lines;
    }

    /// Commands about senders and header fields, and rules at full length.
    static List<String> senderAndHeaderLines() {
        List<String> lines = new ArrayList<>();
        for (String address : List.of(
                "a@b.test",
                "",
                "a@",
                "<>",
                "|/bin/x",
                "Joe (x) <\"a b\"@c>",
                "nosuchuser",
                "root",
                "a!b",
                "<a@b",
                "x@[1.2.3.4]")) {
            lines.add("/sender " + address);
            lines.add("$f");
        }
        for (String field : List.of(
                "From: a@b",
                "Received: x",
                "Subject: y",
                "X-Foo: y",
                "nocolon",
                "Content-Type: text/plain",
                "Message-Id: <x@y>",
                ": x",
                "From x",
                "Resent-To: x",
                "?P?Return-Path: x",
                "Bcc: x",
                "X Y: z",
                "Return-Receipt-To: x",
                "Via: x",
                "Content-Length: 5",
                "Text: x",
                "Errors-To: x",
                "Comments: x",
                "Message: x",
                "Return-Path: x",
                "Cc : a",
                "X-Authentication-Warning: a")) {
            lines.add("/header " + field);
        }
        lines.addAll(List.of("/expand", "/gethostbyname x", "/dnslookup x", "/HEADER From: x", "/header"));
        for (String level : List.of(
                "-d21.12", "-d21.0,60.1", "-d60.0,20.1,22.12", "-d20.0,22.0", "-d60.5", "-d60.0,35.9", "-d35.0")) {
            lines.add(level);
            lines.addAll(List.of(
                    "3,0 alice@example.com",
                    "/parse bob@mail.oracle.test",
                    "/try smtp carol",
                    "/map host mail",
                    ".D{debugged}x",
                    ".D{debugged}y",
                    "check_rcpt <a@b.test>"));
        }
        return lines;
    }
}
