package org.postern.bench;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What one run of the load driver does.
///
/// @param port where the daemon listens on 127.0.0.1
/// @param sinkPort where the sink listens on 127.0.0.1; 0 for none (local delivery)
/// @param messages how many messages in all
/// @param sessions how many sessions at once
/// @param size bytes of one message body
/// @param reuse true: each session keeps its connection; false: one connection a message
/// @param recipients the recipients of the messages, one each, in turn
/// @param mailboxes mbox files in which the messages must arrive; empty: at the sink
/// @param processes the processes whose processor time and memory are counted
/// @param account a file of the cpuacct controller that counts processor time in nanoseconds; empty: that of the
///     processes is counted
/// @param warmUp messages that are sent before the measured ones
/// @param seconds the longest time that the run may take
record LoadPlan(
        int port,
        int sinkPort,
        int messages,
        int sessions,
        int size,
        boolean reuse,
        List<String> recipients,
        List<Path> mailboxes,
        List<Long> processes,
        String account,
        int warmUp,
        int seconds) {
    static final String USAGE = """
            usage: LoadDriver port=2525 [sink=2526] [messages=5000] [sessions=20] [size=4096] [reuse=true]
                              [recipient=sink@sink.test,...] [mailboxes=FILE,...] [pids=1,2 | account=FILE] [warmup=2000] [seconds=300]
            """;

    LoadPlan {
        recipients = List.copyOf(recipients);
        mailboxes = List.copyOf(mailboxes);
        processes = List.copyOf(processes);
        if (messages < 1 || messages > 5_000_000 || sessions < 1 || sessions > 20_000 || seconds > 7200) {
            throw new IllegalArgumentException("messages 1 to 5000000, sessions 1 to 20000, seconds up to 7200");
        }
    }

    static LoadPlan parse(String[] arguments) {
        Map<String, String> values = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("not NAME=VALUE: " + argument);
            }
            values.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        return new LoadPlan(
                number(values, "port", 2525),
                number(values, "sink", 0),
                number(values, "messages", 5000),
                number(values, "sessions", 20),
                number(values, "size", 4096),
                Boolean.parseBoolean(values.getOrDefault("reuse", "true")),
                list(values.getOrDefault("recipient", "sink@sink.test")),
                list(values.getOrDefault("mailboxes", "")).stream()
                        .map(Path::of)
                        .toList(),
                pids(values.getOrDefault("pids", "")),
                values.getOrDefault("account", ""),
                number(values, "warmup", 2000),
                number(values, "seconds", 300));
    }

    private static int number(Map<String, String> values, String name, int standard) {
        String text = values.get(name);
        return text == null ? standard : Integer.parseInt(text);
    }

    private static List<String> list(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }

    private static List<Long> pids(String text) {
        return list(text).stream().map(Long::valueOf).toList();
    }
}
