package org.postern.deliver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.PeerText;
import org.postern.mail.DeliveryOutcome;
import org.postern.smtp.SessionRemark;

/// Words what happened to a message as the part "Transcript of session follows" of a report has it, in sendmail's
/// words. Lines are safe: no control characters, and bounded.
final class TranscriptLines {
    /// How the words begin when a program ends with a code that has no name.
    static final String UNKNOWN_ERROR = "unknown mailer error ";

    private static final int LONGEST = 1000;

    private TranscriptLines() {}

    /// What a host said.
    ///
    /// @param host its name
    /// @param targets in the order of the message that was sent
    /// @param by what DELIVERBY wants to be told
    static List<String> of(
            String host,
            List<SessionRemark> remarks,
            List<ExpansionResult.Target> targets,
            Optional<DeliverByNotice> by) {
        List<String> lines = new ArrayList<>();
        boolean introduced = false;
        List<ExpandedAddress> open = new ArrayList<>(
                targets.stream().map(ExpansionResult.Target::address).toList());
        for (SessionRemark remark : remarks) {
            switch (remark) {
                case SessionRemark.Sent(String command) -> {
                    introduced = introduce(introduced, host, lines);
                    lines.add(">>> " + safe(command));
                }
                case SessionRemark.Received(String line) -> {
                    introduced = introduce(introduced, host, lines);
                    lines.add("<<< " + safe(line));
                }
                case SessionRemark.Trouble(String words) -> lines.add(safe(words));
                case SessionRemark.Decided(int recipient, DeliveryOutcome outcome) -> {
                    boolean rest = recipient == SessionRemark.Decided.REST;
                    List<ExpandedAddress> about = rest
                            ? List.copyOf(open)
                            : List.of(targets.get(recipient).address());
                    open.removeAll(about);
                    lines.addAll(
                            outcome instanceof DeliveryOutcome.Relayed && by.isPresent()
                                    ? relayed(about, by.get())
                                    : result(outcome, about));
                }
            }
        }
        return lines;
    }

    private static boolean introduce(boolean before, String host, List<String> lines) {
        if (!before) {
            lines.add("... while talking to " + safe(host) + ":");
        }
        return true;
    }

    /// What an outcome says about recipients.
    static List<String> result(DeliveryOutcome outcome, List<ExpandedAddress> about) {
        return switch (outcome) {
            case DeliveryOutcome.Delivered _ -> good(about, "Successfully delivered");
            case DeliveryOutcome.Relayed relayed ->
                relayed.dsnCapable() ? List.of() : good(about, "relayed; expect no further notifications");
            case DeliveryOutcome.Deferred deferred -> List.of(delay(deferred, addresses(about)));
            case DeliveryOutcome.Failed failed -> List.of(failure(failed, addresses(about)));
        };
    }

    private static List<String> relayed(List<ExpandedAddress> about, DeliverByNotice by) {
        return about.stream()
                .filter(address -> !address.wantsNothing())
                .map(address -> shown(address) + "... " + by.words())
                .toList();
    }

    private static List<String> good(List<ExpandedAddress> about, String words) {
        return about.stream()
                .filter(address -> address.wants(org.postern.mail.RecipientFlag.NOTIFY_SUCCESS))
                .map(address -> shown(address) + "... " + words)
                .toList();
    }

    private static String delay(DeliveryOutcome.Deferred deferred, String addresses) {
        String prefix = DeliveryTexts.DEFERRED + ": ";
        String text = deferred.statusText();
        Optional<ExitCodeTable.Row> row =
                text.startsWith(prefix) ? ExitCodeTable.of(text.substring(prefix.length())) : Optional.empty();
        if (row.isPresent()) {
            return row.get().head() + " " + row.get().words();
        }
        // a lost connection is told by a line of its own
        boolean lost = deferred.status().subject() == 4 && deferred.status().detail() == 2;
        return addresses + "... " + (lost ? DeliveryTexts.DEFERRED : safe(text));
    }

    private static String failure(DeliveryOutcome.Failed failed, String addresses) {
        String text = failed.statusText();
        Optional<ExitCodeTable.Row> row = ExitCodeTable.of(text);
        if (row.isPresent()) {
            String who = row.get().addressed() ? addresses + "... " : "";
            return row.get().head() + " " + who + safe(text);
        }
        return text.startsWith(UNKNOWN_ERROR)
                ? "554 5.3.0 " + safe(text)
                : code(failed.remoteReply()) + " " + failed.status() + " " + addresses + "... " + safe(text);
    }

    private static String code(Optional<String> reply) {
        return reply.filter(text -> text.length() >= 3 && text.charAt(0) == '5' && Ascii.isDigit(text.charAt(1)))
                .map(text -> text.substring(0, 3))
                .orElse("554");
    }

    private static String addresses(List<ExpandedAddress> about) {
        StringBuilder out = new StringBuilder(64);
        for (ExpandedAddress address : about) {
            if (out.length() > LONGEST) {
                return out.append(",...").toString();
            }
            out.append(out.isEmpty() ? "" : ",").append(shown(address));
        }
        return out.toString();
    }

    /// An address as reports show it: programs and files in quotes, unless they have some.
    static String shown(ExpandedAddress address) {
        return safe(address.recipient().address());
    }

    /// Text of a peer cannot end a line or a part.
    static String safe(String text) {
        return PeerText.escape(text, LONGEST);
    }
}
