package org.postern.receive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.postern.base.Ascii;
import org.postern.base.EventSink;
import org.postern.base.PeerText;
import org.postern.cf.Mailer;
import org.postern.cf.OptionValues;
import org.postern.cf.PrivacyFlag;
import org.postern.cf.Resolution;
import org.postern.smtp.SessionView;

/// The `X-Authentication-Warning` fields of a message and their log lines (PrivacyOptions `authwarnings`): a local
/// caller that is not the sender it names, and a client that did not introduce itself.
final class SenderWarning {
    private static final String NOBODY = "<>";

    private final OptionValues options;
    private final String hostName;
    private final Origin origin;
    private final EventSink events;

    SenderWarning(OptionValues options, String hostName, Origin origin, EventSink events) {
        this.options = options;
        this.hostName = hostName;
        this.origin = origin;
        this.events = events;
    }

    /// The values of the warning fields, without the host's name in front.
    ///
    /// @param sender as typed
    /// @param resolved what the rules make of the sender
    /// @param id what the log lines begin with
    List<String> about(SessionView view, PeerText sender, Optional<Resolution.ToMailer> resolved, Supplier<String> id) {
        if (!options.has(PrivacyFlag.AUTH_WARNINGS)) {
            return List.of();
        }
        List<String> warnings = new ArrayList<>(1);
        Optional<Origin.LocalCaller> caller = origin.localUser();
        if (caller.isEmpty() && view.heloName().isEmpty()) {
            warnings.add(origin.relay() + " didn't use HELO protocol");
        }
        if (caller.isPresent() && !caller.get().trusted() && !isOwn(caller.get(), sender, resolved)) {
            warnings.add(caller.get().user() + " set sender to " + named(sender) + " using -f");
        }
        for (String warning : warnings) {
            events.accept(ReceiveNotice.about(
                    ReceiveNotice.Kind.AUTHENTICATION_WARNING,
                    id.get(),
                    "Authentication-Warning: " + hostName + ": " + PeerText.escape(warning, 400)));
        }
        return warnings;
    }

    /// True when the sender that a local caller names is the caller.
    static boolean isOwn(Origin.LocalCaller caller, PeerText sender, Optional<Resolution.ToMailer> resolved) {
        if (sender.forParsing().equals(NOBODY)) {
            return true;
        }
        return resolved.filter(to -> isLocal(to.mailer()) && Ascii.sameIgnoringCase(to.user(), caller.user()))
                .isPresent();
    }

    private static boolean isLocal(Mailer mailer) {
        return mailer.has('l');
    }

    private static String named(PeerText sender) {
        String text = sender.forLog();
        boolean bracketed = text.length() > 2 && text.startsWith("<") && text.endsWith(">");
        return bracketed ? text.substring(1, text.length() - 1) : text;
    }
}
