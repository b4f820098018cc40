package org.postern.programs.mailqueue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.mail.Envelope;
import org.postern.queue.QueueKind;
import org.postern.queue.QueueSelection;

/// The command line of `postern queue`.
///
/// @param action what to do
/// @param configuration the configuration file, when it is named
/// @param client the queue of submit.cf
/// @param dryRun only say what would be done
/// @param all no condition is wanted
/// @param kind which messages
/// @param conditions on id, sender and recipient, as of `-q` flags
/// @param hosts hosts of recipients, any one of them is enough
/// @param olderSeconds at least so old; 0 for any age
/// @param youngerSeconds at most so old; 0 for any age
/// @param text the reason of a hold or bounce, the host of a reroute
record QueueOptions(
        Action action,
        Optional<String> configuration,
        boolean client,
        boolean dryRun,
        boolean all,
        QueueKind kind,
        List<QueueSelection.Condition> conditions,
        List<String> hosts,
        long olderSeconds,
        long youngerSeconds,
        String text) {
    /// What can be done.
    enum Action {
        SHOW,
        HOLD,
        RELEASE,
        REQUEUE,
        DELETE,
        BOUNCE,
        REROUTE
    }

    static final String USAGE = """
            usage: postern queue ACTION [CONDITION ...] [--dry-run] [--config FILE] [--client]
              show                   one line for each message
              hold --reason TEXT     quarantines them (mailq -qQ lists them)
              release                gives held messages back
              requeue                tries them now
              delete                 removes them; nobody hears of it
              bounce [--reason TEXT] returns them to their senders
              reroute --to HOST      sends them to HOST
            conditions: --id TEXT, --sender TEXT, --recipient TEXT (parts of it, repeatable), --host HOST,
              --older TIME, --younger TIME (30m, 2h, 5d), --held, --lost, --all
            """;

    /// The outcome of reading a line.
    sealed interface Result {
        /// A good line.
        record Parsed(QueueOptions options) implements Result {}

        /// A bad line.
        record Wrong(String message) implements Result {}
    }

    QueueOptions {
        conditions = List.copyOf(conditions);
        hosts = List.copyOf(hosts);
    }

    /// True when the message is selected.
    ///
    /// @param now seconds since 1970
    boolean selects(Envelope envelope, long now) {
        long age = now - envelope.arrivedSeconds();
        return new QueueSelection(conditions).selects(envelope)
                && (hosts.isEmpty() || envelope.recipients().stream().anyMatch(one -> atHost(one.address())))
                && age >= olderSeconds
                && (youngerSeconds == 0 || age <= youngerSeconds);
    }

    private boolean atHost(String address) {
        String bare = address.endsWith(">") ? address.substring(0, address.length() - 1) : address;
        String host = bare.substring(bare.lastIndexOf('@') + 1);
        return bare.indexOf('@') >= 0 && hosts.stream().anyMatch(one -> Ascii.sameIgnoringCase(one, host));
    }

    static Result parse(List<String> words) {
        return new Reader(words).read();
    }

    /// Reads one line.
    private static final class Reader {
        private final List<String> words;
        private int at;
        private Optional<String> configuration = Optional.empty();
        private boolean client;
        private boolean dryRun;
        private boolean all;
        private Optional<QueueKind> kind = Optional.empty();
        private final List<QueueSelection.Condition> conditions = new ArrayList<>();
        private final List<String> hosts = new ArrayList<>();
        private long older;
        private long younger;
        private String text = "";

        Reader(List<String> words) {
            this.words = words;
        }

        Result read() {
            Optional<Action> action = words.isEmpty() ? Optional.empty() : action(words.getFirst());
            if (action.isEmpty()) {
                return new Result.Wrong(words.isEmpty() ? "what is to be done?" : "unknown action " + words.getFirst());
            }
            try {
                for (at = 1; at < words.size(); at++) {
                    option(words.get(at));
                }
            } catch (IllegalArgumentException wrong) {
                return new Result.Wrong(String.valueOf(wrong.getMessage()));
            }
            return finish(action.get());
        }

        private Result finish(Action action) {
            boolean selected =
                    !conditions.isEmpty() || !hosts.isEmpty() || older > 0 || younger > 0 || all || kind.isPresent();
            if (!selected && action != Action.SHOW) {
                return new Result.Wrong("which messages? --all means every one");
            }
            if (text.isEmpty() && (action == Action.HOLD || action == Action.REROUTE)) {
                return new Result.Wrong(action == Action.HOLD ? "hold needs --reason" : "reroute needs --to");
            }
            QueueKind usual = action == Action.RELEASE ? QueueKind.QUARANTINED : QueueKind.NORMAL;
            return new Result.Parsed(new QueueOptions(
                    action,
                    configuration,
                    client,
                    dryRun,
                    all,
                    kind.orElse(usual),
                    conditions,
                    hosts,
                    older,
                    younger,
                    text));
        }

        private static Optional<Action> action(String word) {
            for (Action action : Action.values()) {
                if (Ascii.lower(action.name()).equals(word)) {
                    return Optional.of(action);
                }
            }
            return Optional.empty();
        }

        private void option(String word) {
            switch (word) {
                case "--dry-run" -> dryRun = true;
                case "--client" -> client = true;
                case "--all" -> all = true;
                case "--held" -> kind = Optional.of(QueueKind.QUARANTINED);
                case "--lost" -> kind = Optional.of(QueueKind.LOST);
                case "--config", "-C" -> configuration = Optional.of(value(word));
                case "--id" -> condition(QueueSelection.Part.ID, value(word));
                case "--sender" -> condition(QueueSelection.Part.SENDER, value(word));
                case "--recipient" -> condition(QueueSelection.Part.RECIPIENT, value(word));
                case "--host" -> hosts.add(value(word));
                case "--older" -> older = seconds(value(word));
                case "--younger" -> younger = seconds(value(word));
                case "--reason", "--to" -> text = value(word);
                default -> throw new IllegalArgumentException("unknown option " + word);
            }
        }

        private void condition(QueueSelection.Part part, String substring) {
            conditions.add(new QueueSelection.Condition(part, substring, false));
        }

        private String value(String option) {
            at++;
            if (at >= words.size() || words.get(at).isEmpty()) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            return words.get(at);
        }

        private static long seconds(String time) {
            long factor = switch (time.charAt(time.length() - 1)) {
                case 's' -> 1;
                case 'm' -> 60;
                case 'h' -> 3600;
                case 'd' -> 86_400;
                default -> throw new IllegalArgumentException(time + " is no time such as 30m, 2h or 5d");
            };
            try {
                return Math.multiplyExact(factor, Integer.parseUnsignedInt(time, 0, time.length() - 1, 10));
            } catch (NumberFormatException wrong) {
                throw new IllegalArgumentException(time + " is no time such as 30m, 2h or 5d", wrong);
            }
        }
    }
}
