package org.postern.testkit;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.testkit.Transcript.Close;
import org.postern.testkit.Transcript.Comment;
import org.postern.testkit.Transcript.Expect;
import org.postern.testkit.Transcript.ExpectMatch;
import org.postern.testkit.Transcript.HangUp;
import org.postern.testkit.Transcript.Line;
import org.postern.testkit.Transcript.Login;
import org.postern.testkit.Transcript.Send;
import org.postern.testkit.Transcript.StartTls;
import org.postern.testkit.Transcript.ToRecord;

/// Plays the client of a transcript against a peer and compares what the server says.
///
/// A difference is an [AssertionError] with the whole dialogue so far, the line of the transcript and what came.
public final class TranscriptRunner {
    private final TranscriptVariables variables;
    private final Set<String> ignored;

    /// @param variables what `${name}` stands for
    public TranscriptRunner(TranscriptVariables variables) {
        this(variables, Set.of());
    }

    /// @param variables what `${name}` stands for
    /// @param ignored lines that the server may send beyond what was recorded, such as an extension that
    ///     the recorded program does not have
    public TranscriptRunner(TranscriptVariables variables, Set<String> ignored) {
        this.variables = variables;
        this.ignored = Set.copyOf(ignored);
    }

    /// Runs the transcript to its end and closes the peer.
    public void run(Transcript transcript, TranscriptPeer peer) {
        try (peer) {
            TranscriptReader reader = new TranscriptReader(peer, ignored);
            StringBuilder pending = new StringBuilder();
            List<Line> lines = transcript.lines();
            for (int i = 0; i < lines.size(); i++) {
                Line line = lines.get(i);
                if (line instanceof Send send) {
                    pending.append(send.bytes());
                    reader.note(send.source());
                    continue;
                }
                if (line instanceof Comment) {
                    continue;
                }
                if (!pending.isEmpty()) {
                    peer.send(pending.toString());
                    pending.setLength(0);
                }
                String problem = step(line, peer, reader);
                if (!problem.isEmpty()) {
                    throw new AssertionError(transcript.name() + ":" + (i + 1) + ": " + problem + "\nexpected: "
                            + line.source() + "\nthe dialogue before:\n" + reader.dialogue());
                }
            }
        }
    }

    /// Does one step; returns what is wrong, or nothing.
    private String step(Line line, TranscriptPeer peer, TranscriptReader reader) {
        return switch (line) {
            case Expect expect -> reader.line(text -> variables.matches(expect.text(), text));
            case ExpectMatch match -> {
                Pattern pattern = Pattern.compile(match.pattern(), Pattern.DOTALL);
                yield reader.line(text -> pattern.matcher(text).matches());
            }
            case Close _ -> reader.closed();
            case HangUp _ -> {
                peer.hangUp();
                yield "";
            }
            case StartTls tls -> {
                peer.startTls(tls.certificate());
                yield "";
            }
            case Login login -> {
                TranscriptLogin.run(login, peer, reader);
                yield "";
            }
            case ToRecord _ -> "this reply was never recorded";
            case Send _, Comment _ -> "";
        };
    }
}
