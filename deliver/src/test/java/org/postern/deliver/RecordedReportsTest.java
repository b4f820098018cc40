package org.postern.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.helperwire.HelperAnswer;
import org.postern.mail.DeliverBy;
import org.postern.mail.Envelope;
import org.postern.mail.EnvelopeBuilder;
import org.postern.mail.EnvelopeFlag;
import org.postern.mail.HeaderField;
import org.postern.mail.QueueId;
import org.postern.mail.Recipient;
import org.postern.mail.RecipientFlag;

/// Reports as they leave, byte by byte, beside those of the real sendmail for the same messages (`reports.txt`).
///
/// Not compared: which of several recipients comes first; `Remote-MTA` and `Will-Retry-Until`, which the real program
/// leaves out when the greeting or MAIL failed or a 4xx answered RCPT; the postmaster as a further
/// recipient of a report on a faulty configuration or program.
final class RecordedReportsTest {
    private static final String DEFAULT_HELLO = "PIPELINING,8BITMIME,SIZE,ENHANCEDSTATUSCODES";
    private static final Pattern PROGRAM = Pattern.compile("\"\\|[^\"]*\"");
    private static final Map<Integer, String> LATER =
            Map.of(71, "Operating system error", 74, "I/O error", 75, "prog mailer (/bin/sh) exited with EX_TEMPFAIL");
    private static final Map<Integer, String> WORDS = Map.ofEntries(
            Map.entry(64, "Command line usage error"),
            Map.entry(65, "Data format error"),
            Map.entry(66, "Cannot open input"),
            Map.entry(67, "User unknown"),
            Map.entry(68, "Host unknown"),
            Map.entry(69, "Service unavailable"),
            Map.entry(70, "Internal error"),
            Map.entry(72, "System file missing"),
            Map.entry(73, "Can't create output"),
            Map.entry(76, "Remote protocol error"),
            Map.entry(77, "Insufficient permission"),
            Map.entry(78, "Local configuration error"));
    private static final String DATES = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d+ \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT";

    /// One message and the reports on it.
    record Case(String name, List<String> settings, String message, List<String> reports) {
        String first(String key, String otherwise) {
            return all(key).stream().findFirst().orElse(otherwise);
        }

        List<String> all(String key) {
            return settings.stream()
                    .filter(line -> line.startsWith(key + ": "))
                    .map(line -> line.substring(key.length() + 2))
                    .toList();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        String[] blocks = DeliveryBench.resource("reports.txt").split("(?m)^=== ");
        return Arrays.stream(blocks).skip(1).map(block -> {
            String[] parts = block.split("(?m)^--- (message|expected|report)\n");
            List<String> head = parts[0].lines().toList();
            return new Case(
                    head.getFirst(),
                    head.subList(1, head.size()),
                    parts[1],
                    Arrays.asList(parts).subList(Math.min(3, parts.length), parts.length));
        });
    }

    /// INJ-03: what a report says of recipients behind aliases is what the real program says.
    @ParameterizedTest
    @MethodSource("cases")
    void writesReportsAsSendmailDoes(Case one) throws IOException {
        try (ScriptedHost host = host(one);
                DeliveryBench bench = bench(one, host)) {
            bench.deliver(claim(one, bench));
            host.good("MAIL From:<s").good("DATA").good(".").greeting("220 sink.test ESMTP");
            int before = host.messages().size();
            List.copyOf(bench.queue.committed)
                    .forEach(report -> bench.deliver(new ListQueue.OneClaim(report.envelope(), report.body())));
            List<String> sent = host.messages().subList(before, host.messages().size());
            assertThat(sent.stream().map(RecordedReportsTest::neutral).toList())
                    .isEqualTo(one.reports().stream()
                            .map(RecordedReportsTest::neutral)
                            .toList());
        }
    }

    private static ScriptedHost host(Case one) throws IOException {
        ScriptedHost host = new ScriptedHost().needsRecipients();
        host.answer("RCPT To:<bad", "550 5.1.1 no such user")
                .answer("RCPT To:<gone", "551 5.1.6 moved away")
                .answer("RCPT To:<full", "552 5.2.2 mailbox full")
                .answer("RCPT To:<plain", "554 refused by policy")
                .answer("RCPT To:<multi", "550-5.7.1 first line\r\n550-5.7.1 second line\r\n550 5.7.1 third line")
                .answer("RCPT To:<later", "450 4.2.0 try later")
                .answer("RCPT To:<sys", "452 4.3.1 no space")
                .answer("RCPT To:<x553", "553 bad name")
                .answer("RCPT To:<good", "250 2.1.5 ok");
        one.all("greet").forEach(host::greeting);
        one.all("mailr").forEach(reply -> host.answer("MAIL From:<s", reply));
        one.all("datar").forEach(reply -> host.answer("DATA", reply));
        one.all("dotr").forEach(reply -> host.answer(".", reply));
        List<String> words = List.of(one.first("ehlo", DEFAULT_HELLO).split(","));
        StringBuilder hello = new StringBuilder("250-sink.test");
        for (int i = 0; i < words.size(); i++) {
            hello.append("\r\n250").append(i == words.size() - 1 ? ' ' : '-').append(words.get(i));
        }
        return host.hello(hello.toString());
    }

    private static DeliveryBench bench(Case one, ScriptedHost host) {
        StringBuilder cf = new StringBuilder("O EightBitMode=m\n");
        one.all("option").forEach(line -> cf.append("O ").append(line).append('\n'));
        cf.append("SParse=0\nR$+ @ gone . test\t$#esmtp $@ [127.0.0.3] $: $1 @ gone.test\n");
        DeliveryBench bench = new DeliveryBench(host.port(), cf.toString(), DeliveryLimits.defaults());
        bench.dns.address("x.test", "127.0.0.1");
        for (String alias : one.all("alias")) {
            int colon = alias.indexOf(':');
            bench.aliases.put(
                    alias.substring(0, colon), alias.substring(colon + 1).strip());
            PROGRAM.matcher(alias)
                    .results()
                    .forEach(found -> bench.memberAnswers.put(found.group(), ran(found.group())));
        }
        return bench;
    }

    /// What the helper says of a program in these cases.
    private static HelperAnswer ran(String member) {
        String output = switch (member.replaceAll("\"\\||; exit.*", "")) {
            case "echo some output; echo second line >&2" -> "some output\nsecond line";
            case "echo what" -> "what";
            case "echo busy" -> "busy";
            case "echo out" -> "out";
            default -> "";
        };
        int code = Integer.parseInt(member.replaceAll(".*exit (\\d+)\"", "$1"));
        return switch (code) {
            case 0 -> new HelperAnswer.Delivered("2.0.0", "Sent");
            case 71, 74, 75 -> new HelperAnswer.ProgramFailed(true, "4.0.0", LATER.getOrDefault(code, ""), output);
            default ->
                new HelperAnswer.ProgramFailed(
                        false, "5.0.0", WORDS.getOrDefault(code, "unknown mailer error " + code), output);
        };
    }

    private static ListQueue.OneClaim claim(Case one, DeliveryBench bench) {
        String mail = one.first("mail", "<s@x.test>");
        String sender = mail.split(" ", 0)[0];
        int end = one.message().indexOf("\n\n");
        List<HeaderField> header = new ArrayList<>();
        header.add(new HeaderField("Return-Path", " <" + HeaderField.MACRO_REFERENCE + "g>", "P"));
        header.add(new HeaderField(
                "Received",
                " from client.test (root@localhost)\n\tby mx.exam.test (8.17.1.9) with ESMTP id ID0;\n\tDATE"));
        header.add(new HeaderField("Date", " DATE", "D"));
        header.add(new HeaderField("From", " " + sender.substring(1, sender.length() - 1), "F"));
        header.add(new HeaderField("Message-Id", " <TIME.ID0@mx.exam.test>", "M"));
        one.message().substring(0, end).lines().forEach(line -> {
            int colon = line.indexOf(':');
            header.add(new HeaderField(line.substring(0, colon), line.substring(colon + 1)));
        });
        EnvelopeBuilder builder = bench.builder()
                .id(new QueueId("ID0"))
                .sender(sender)
                .arrivedSeconds(bench.clock.epochSeconds() - Integer.parseInt(one.first("age", "0")))
                .macros(Map.of("_", "root@localhost"))
                .flags(flags(mail, one.message()))
                .recipients(one.all("rcpt").stream()
                        .map(RecordedReportsTest::recipient)
                        .toList())
                .header(header);
        parameter(mail, "ENVID").ifPresent(id -> builder.envelopeId(Optional.of(id)));
        parameter(mail, "BY").ifPresent(by -> {
            String[] parts = by.split(";", 0);
            builder.deliverBy(Optional.of(
                    new DeliverBy(Long.parseLong(parts[0]), parts[1].startsWith("R"), parts[1].endsWith("T"))));
        });
        Envelope envelope = builder.build();
        return new ListQueue.OneClaim(envelope, one.message().substring(end + 2));
    }

    private static Set<EnvelopeFlag> flags(String mail, String message) {
        EnumSet<EnvelopeFlag> flags = EnumSet.noneOf(EnvelopeFlag.class);
        parameter(mail, "RET").ifPresent(content -> {
            flags.add(EnvelopeFlag.RETURN_GIVEN);
            if (content.equals("HDRS")) {
                flags.add(EnvelopeFlag.NO_BODY_RETURN);
            }
        });
        if (message.chars().anyMatch(c -> c > 127)) {
            flags.add(EnvelopeFlag.EIGHT_BIT);
        }
        return flags;
    }

    private static Recipient recipient(String text) {
        EnumSet<RecipientFlag> flags = EnumSet.of(RecipientFlag.PRIMARY);
        Optional<String> notify = parameter(text, "NOTIFY");
        notify.ifPresent(_ -> flags.add(RecipientFlag.NOTIFY_GIVEN));
        String words = notify.orElse("FAILURE,DELAY");
        for (RecipientFlag flag :
                List.of(RecipientFlag.NOTIFY_SUCCESS, RecipientFlag.NOTIFY_FAILURE, RecipientFlag.NOTIFY_DELAY)) {
            if (words.contains(flag.name().substring("NOTIFY_".length()))) {
                flags.add(flag);
            }
        }
        return new Recipient(
                text.split(" ", 0)[0], flags, parameter(text, "ORCPT"), Optional.empty(), Optional.empty());
    }

    private static Optional<String> parameter(String text, String name) {
        return Arrays.stream(text.split(" "))
                .filter(word -> word.startsWith(name + "="))
                .map(word -> word.substring(name.length() + 1))
                .findFirst();
    }

    /// What is left when ids, dates and the order of recipients are taken away.
    private static String neutral(String report) {
        String text = report.replaceAll("report\\d", "ID1")
                .replaceAll("ID2", "ID1")
                .replaceAll(DATES, "DATE")
                .replaceAll("SIZE=\\d+", "SIZE=")
                .replaceAll("<\\d{12}\\.", "<TIME.")
                .replaceAll("ID1\\.\\d{9,10}/", "ID1.TIME/")
                .replace("(8.17.1.9)", "(8.17.1)")
                .replaceAll("(?m)^Remote-MTA: .*\n|^Will-Retry-Until: .*\n|^To: postmaster\\n", "");
        List<String> paragraphs = new ArrayList<>();
        for (String paragraph : text.split("\n\n", -1)) {
            List<String> lines =
                    new ArrayList<>(List.of(paragraph.replace("\n    (", "\0(").split("\n", -1)));
            if (paragraph.startsWith("   -----")) {
                Collections.sort(lines.subList(1, lines.size()));
            }
            paragraphs.add(String.join("\n", lines).replace('\0', '\n'));
        }
        Collections.sort(paragraphs);
        return String.join("\n\n", paragraphs);
    }
}
