package org.postern.programs.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.mail.XText;
import org.postern.queue.QueueKind;
import org.postern.queue.QueueSelection;

/// What a command asks of a daemon.
public sealed interface ControlRequest {
    /// Run the queue.
    ///
    /// @param selection which messages
    /// @param waits answer only when all were tried
    /// @param verbose tell what becomes of each
    record Run(QueueSelection selection, boolean waits, boolean verbose) implements ControlRequest {}

    /// Are you there? The answer is the number of the process that serves: the parent of the network process.
    record Ping() implements ControlRequest {}

    /// What have you done since your start? The answer is the text of the metrics.
    record Figures() implements ControlRequest {}

    /// The longest line that is read.
    int LONGEST = 64 * 1024;

    /// As one line without its end.
    default String line() {
        return switch (this) {
            case Ping() -> "ping";
            case Figures() -> "figures";
            case Run run -> Words.of(run);
        };
    }

    /// The reverse of [#line].
    ///
    /// @return empty for what [#line] never makes
    static Optional<ControlRequest> parse(String line) {
        List<String> words = List.of(line.split(" ", -1));
        return switch (words.getFirst()) {
            case "ping" -> words.size() == 1 ? Optional.of(new Ping()) : Optional.empty();
            case "figures" -> words.size() == 1 ? Optional.of(new Figures()) : Optional.empty();
            case "run" -> Words.run(words.subList(1, words.size()));
            default -> Optional.empty();
        };
    }

    /// The words of a run.
    final class Words {
        private Words() {}

        private static String of(Run run) {
            StringBuilder out = new StringBuilder("run");
            out.append(run.waits ? " wait" : "").append(run.verbose ? " verbose" : "");
            out.append(" kind=").append(run.selection.kind());
            run.selection.group().ifPresent(group -> out.append(" group=").append(XText.encode(group)));
            for (QueueSelection.Condition condition : run.selection.conditions()) {
                out.append(condition.negated() ? " !" : " ")
                        .append(condition.part())
                        .append('=')
                        .append(XText.encode(condition.substring()));
            }
            return out.toString();
        }

        private static Optional<ControlRequest> run(List<String> words) {
            QueueKind kind = QueueKind.NORMAL;
            Optional<String> group = Optional.empty();
            List<QueueSelection.Condition> conditions = new ArrayList<>();
            boolean wait = false;
            boolean verbose = false;
            try {
                for (String word : words) {
                    int equals = word.indexOf('=');
                    String value = XText.decode(word.substring(equals + 1));
                    String name = equals < 0 ? word : word.substring(0, equals);
                    if ((equals < 0) != (name.equals("wait") || name.equals("verbose"))) {
                        return Optional.empty();
                    }
                    switch (name) {
                        case "wait" -> wait = true;
                        case "verbose" -> verbose = true;
                        case "kind" -> kind = QueueKind.valueOf(value);
                        case "group" -> group = Optional.of(value);
                        default -> {
                            boolean negated = name.startsWith("!");
                            QueueSelection.Part part = QueueSelection.Part.valueOf(negated ? name.substring(1) : name);
                            conditions.add(new QueueSelection.Condition(part, value, negated));
                        }
                    }
                }
            } catch (IllegalArgumentException unknown) {
                return Optional.empty();
            }
            return Optional.of(new Run(new QueueSelection(kind, group, conditions), wait, verbose));
        }
    }
}
