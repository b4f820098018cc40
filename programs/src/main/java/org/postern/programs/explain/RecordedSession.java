package org.postern.programs.explain;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.cf.PortOptions;
import org.postern.receive.SessionDecision;
import org.postern.receive.SessionFacts;

/// What a recorded decision was about, as the question that `postern explain session` answers.
public final class RecordedSession {
    private static final List<String> MOMENTS = List.of("connect", "MAIL", "RCPT");

    /// The order of the options in a command line.
    private static final List<String> ORDER = List.of(
            "--from-ip",
            "--from-name",
            "--helo",
            "--auth",
            "--mechanism",
            "--cert-subject",
            "--cert-issuer",
            "--verify",
            "--port",
            "--mail-from",
            "--rcpt");

    private final Map<String, List<String>> values;

    private RecordedSession(Map<String, List<String>> values) {
        this.values = Map.copyOf(values);
    }

    /// Empty for what the server refused by itself, a bound for example, and for a local user, who has no address: no
    /// rule set was asked then.
    public static Optional<RecordedSession> of(SessionDecision decision) {
        SessionDecision.Facts facts = decision.facts();
        if (facts.address().isEmpty() || decision.reason().isPresent() || !MOMENTS.contains(decision.moment())) {
            return Optional.empty();
        }
        Map<String, List<String>> values = new HashMap<>();
        put(
                values,
                "--from-ip",
                facts.address().startsWith("IPv6:") ? facts.address().substring(5) : facts.address());
        put(values, "--from-name", facts.client());
        put(values, "--helo", facts.helo());
        put(values, "--auth", facts.login());
        put(values, "--mechanism", facts.mechanism());
        put(values, "--cert-subject", facts.subject());
        put(values, "--cert-issuer", facts.issuer());
        put(values, "--verify", facts.verify().equals("NONE") ? "" : facts.verify());
        put(values, "--port", facts.daemon());
        put(values, "--mail-from", facts.sender());
        put(values, "--rcpt", facts.recipient());
        return Optional.of(new RecordedSession(values));
    }

    private static void put(Map<String, List<String>> values, String name, String value) {
        if (!value.isEmpty()) {
            values.put(name, List.of(value));
        }
    }

    /// The same question with the options of a command line that are no facts.
    ExplainOptions with(ExplainOptions options) {
        Map<String, List<String>> all = new HashMap<>(options.values());
        all.putAll(values);
        return new ExplainOptions(List.of("session"), all, options.all(), options.json());
    }

    /// The facts; empty when the record does not make sense.
    public Optional<SessionFacts> facts() {
        try {
            return Optional.of(new ExplainOptions(List.of("session"), values, false, false).facts());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The daemon of a configuration that it came to: the one of that name, else the first on the network.
    public Optional<PortOptions> port(List<PortOptions> daemons) {
        List<PortOptions> network = daemons.stream()
                .filter(daemon -> daemon.family() != PortOptions.Family.UNIX)
                .toList();
        List<String> name = values.getOrDefault("--port", List.of());
        return network.stream()
                .filter(daemon -> name.contains(daemon.name()))
                .findFirst()
                .or(() -> network.stream().findFirst());
    }

    /// The argument of RCPT; empty when there was none.
    public Optional<String> recipient() {
        return values.getOrDefault("--rcpt", List.of()).stream().findFirst();
    }

    /// The command that explains it.
    ///
    /// @param configuration for `-C`
    public String command(String configuration) {
        StringBuilder out = new StringBuilder("postern explain session -C ").append(quoted(configuration));
        for (String name : ORDER) {
            values.getOrDefault(name, List.of())
                    .forEach(value -> out.append(' ').append(name).append(' ').append(quoted(value)));
        }
        return out.toString();
    }

    private static String quoted(String word) {
        return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
